# The site, its worker and its scheduler: the same image, each with a command of its own (compose.yaml).
FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv/lettre
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/python -m pip install --require-hashes --requirement requirements.txt

FROM python:3.11-slim-bookworm
# Pango makes the PDFs; the client makes and restores backups. Debian's versions, with its security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/lettre lettre \
 && mkdir -p /srv/lettre/var /sauvegardes && chown lettre: /srv/lettre/var /sauvegardes
WORKDIR /srv/lettre
COPY --from=packages /srv/lettre/.venv .venv
COPY . .
ARG RELEASE=
ENV DJANGO_SETTINGS_MODULE=pma_site.settings.production \
    PATH=/srv/lettre/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/lettre/static-collected \
    RELEASE=$RELEASE
# Compiled once, since the account that serves writes nothing here; then values that collecting files asks for and nothing keeps.
RUN python -m compileall -q agenda newsletter pma_site projects \
 && SECRET_KEY=build REFUSAL_KEY=build ALLOWED_HOSTS=localhost BASE_URL=https://localhost \
    DATABASE_URL=postgres://build@localhost/build python manage.py collectstatic --noinput
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "deploy/ask_health.py"]
CMD ["python", "-m", "pma_site.server", "--host", "0.0.0.0", "--workers", "2"]
