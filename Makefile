# Every command of the project: `make help`. The scripts behind them are in .ci/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What can be set on the command line: `make run PORT=8001`, `make test-sqlite ARGS="-k agenda"`.
export HOST ?= 127.0.0.1
export PORT ?= 8000
export ARGS ?=
# Tests in parallel: one more than a small machine has processors, as tests in a browser wait now and then.
export WORKERS ?= 3

# Every command: each has its line in the help.
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' Makefile)

help: ## Affiche cette aide
	@echo "Commandes du projet (make <commande>) :"
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^#]*## / {printf "  %-16s %s\n", $$1, $$2}' Makefile

run: ## Installe, prépare et sert le site (HOST, PORT et PMA_ADMIN_PASSWORD réglables)
	@bash .ci/serve

serve: ## Sert le site comme en production : granian, cache des pages, fichiers compressés (HOST, PORT, DATABASE_URL réglables)
	@bash .ci/serve --production

worker: ## Envoie ce qui est à envoyer (lettres, confirmations) jusqu’à Ctrl-C ; « make run » en a déjà un
	@bash .ci/serve --worker

backup: ## Sauvegarde la base et les fichiers, pendant que le site sert, dans une archive de var/backups/
	@bash .ci/manage backup

restore: ## Remet une sauvegarde en place et compare tout avec elle : make restore ARGS="var/backups/lettre-….tar --replace"
	@bash .ci/manage restore

check-production: ## Regarde tout ce dont dépend la production, et dit quoi faire (réglages de production dans l’environnement)
	@DJANGO_SETTINGS_MODULE=$${DJANGO_SETTINGS_MODULE:-pma_site.settings.production} bash .ci/manage check_production

scheduler: ## Lance à leur heure les commandes régulières (publication, relève, sauvegardes…), jusqu’à Ctrl-C
	@bash .ci/manage scheduler

debug: ## Comme run, avec les pages de débogage et le rechargement automatique du code
	@bash .ci/serve --debug

test: ## Lance tous les tests sur SQLite puis sur PostgreSQL (ARGS pour pytest, WORKERS en parallèle)
	@bash .ci/test sqlite postgresql

test-sqlite: ## Lance les tests sur SQLite seulement, par exemple ARGS="-k agenda -x"
	@bash .ci/test sqlite

test-postgresql: ## Lance les tests sur PostgreSQL seulement
	@bash .ci/test postgresql

screenshots: ## Photographie chaque type de page dans var/screenshots/, par exemple ARGS="--only home,issue --width 360 --scheme light"
	@bash .ci/measure screenshots

guide: ## Refait les images du guide de rédaction dans la vraie administration, en y faisant ses tâches (ARGS="--only evenement")
	@bash .ci/measure guide

clicks: ## Compte les clics et les secondes des dix tâches les plus fréquentes de l’équipe, dans la vraie administration
	@bash .ci/measure clicks

weight: ## Pèse chaque type de page dans un navigateur au cache vide, et échoue si un budget est dépassé (ARGS="--only home")
	@bash .ci/measure weight

lighthouse: ## Donne les quatre chiffres de Lighthouse sur téléphone, et échoue au-dessous de 100 (ARGS="--only home")
	@bash .ci/measure lighthouse

bench: ## Mesure le site servi, à côté de nginx et d’un Wagtail vide : du cache, sans lui, 304, mémoire (ARGS="--quick", "--servers")
	@bash .ci/measure bench

stale: ## Publie, retire et ferme des pages sous les demandes : aucune réponse périmée, aucun mot caché, sur les deux bases
	@bash .ci/measure stale
	@bash .ci/with-postgresql bash .ci/measure stale

bench-issue: ## Mesure ce qu’attend la rédaction : prévisualisations, publication, page de rédaction, mémoire du PDF
	@bash .ci/measure issue

bench-agenda: ## Compare chaque vue de l’agenda avec 100 et avec 10 000 événements, chronomètre ses calendriers, sur les deux bases
	@bash .ci/measure crowded_agenda
	@bash .ci/measure feeds
	@bash .ci/with-postgresql bash .ci/measure crowded_agenda
	@bash .ci/with-postgresql bash .ci/measure feeds

bench-registers: ## Compare chaque page des registres avec 500 et avec 20 000 fiches, chronomètre la recherche, les exports et le bureau (ARGS="--size 2000")
	@bash .ci/measure crowded_registers
	@bash .ci/with-postgresql bash .ci/measure crowded_registers

bench-search: ## Chronomètre chaque sorte de recherche parmi 20 000 fiches, sur SQLite puis sur PostgreSQL, et échoue au-dessus de 100 ms
	@bash .ci/measure search_speed
	@bash .ci/with-postgresql bash .ci/measure search_speed

torture-applications: ## Envoie 10 000 demandes hostiles aux candidatures du label, parmi des gens qui candidatent, et échoue si une seule nuit
	@bash .ci/measure applications

torture-data: ## Demande 10 000 adresses hostiles aux données, à l’API et aux flux, et échoue si une seule est une faute du serveur
	@bash .ci/measure queries --of data --number 10000

torture-send: ## Envoie des milliers de lettres pendant que tout tombe en panne, et compte (ARGS="sqlite --recipients 1000")
	@bash .ci/torture-send

torture-signups: ## Lance 10 000 inscriptions hostiles contre une copie jetable du site, et échoue si une seule aboutit
	@bash .ci/measure signups

torture-calendars: ## Fait lire par deux logiciels le calendrier de 10 000 événements hostiles, et échoue si un seul texte le casse (ARGS="--seed 2")
	@bash .ci/torture-calendars

torture-proposals: ## Envoie 10 000 formulaires hostiles à « Proposer un événement », et échoue si un seul est une faute du serveur
	@bash .ci/measure queries --of proposals --number 10000

torture-queries: ## Demande 20 000 adresses hostiles à l’agenda et à la recherche, et échoue si une seule est une faute du serveur
	@bash .ci/measure queries

headers: ## Note les en-têtes de chaque genre d’adresse comme l’Observatoire de Mozilla, et échoue au-dessous de 130 (public) ou 80 (administration)
	@bash .ci/measure headers

audit: ## Cherche des failles connues parmi les paquets verrouillés, et échoue s’il y en a ou si leur base ne répond pas
	@bash .ci/audit

sbom: ## Écrit la liste de ce dont le site est fait (CycloneDX) dans var/sbom.json
	@bash .ci/audit --sbom

torture-files: ## Dépose soixante fichiers hostiles, et échoue si un seul est gardé tel quel ou prend plus de 512 Mo
	@bash .ci/measure hostile_files

torture-requests: ## Envoie 100 000 demandes hostiles à toutes les adresses du site, et échoue pour une faute, une lenteur ou une trace (ARGS="--number 5000")
	@bash .ci/measure queries --of everything --number 100000

torture-logins: ## Essaie 10 000 mots de passe de 500 adresses : les limites tiennent et la vraie personne entre (ARGS="--number 1000")
	@bash .ci/measure logins

torture-postgresql: ## Coupe PostgreSQL dix fois pendant que 50 lecteurs s’abonnent, et compte (ARGS="--crashes 3")
	@bash .ci/torture-run restarts

torture-sqlite: ## Fait écrire 8 processus dans la même base SQLite, 12 000 transactions, et compte (ARGS="--transactions 800")
	@bash .ci/torture-run writers

torture-failures: ## Retire au site son disque, Redis, son relais, ses images, son horloge, puis les lui rend, et compte
	@bash .ci/torture-run failures

torture-machines: ## Tue une des deux machines qui servent le site derrière nginx, sous la charge, et compte (ARGS="--seconds 20")
	@bash .ci/torture-run machines

torture-load: ## 100 visites par seconde pendant un envoi à 5 000 et des PDF, sur PostgreSQL : erreurs et temps (ARGS="--seconds 60")
	@PMA_DURABLE=1 bash .ci/with-postgresql bash .ci/measure load

soak: ## Sert le site sous la charge pendant 20 minutes : mémoire et descripteurs doivent rester plats (ARGS="--minutes 3")
	@PMA_DURABLE=1 bash .ci/with-postgresql bash .ci/measure soak

admin-table: ## Réécrit docs/adresses-admin.txt : ce que chaque rôle reçoit à chaque adresse de l’administration (ARGS=--check compare)
	@bash .ci/measure admin_table

versions: ## Sert la version d’avant la dernière migration sur la base de celle-ci, et les deux ensemble (ARGS="--former v1.2")
	@bash .ci/measure versions
	@bash .ci/with-postgresql bash .ci/measure versions

month: ## Vit un mois avec le site, dans un navigateur et une horloge avancée, et échoue si deux portes se contredisent (ARGS="sqlite --readers 300")
	@bash .ci/live-a-month

lint: ## Vérifie le code, les gabarits, les migrations et les réglages de production
	@bash .ci/lint

format: ## Met en forme le code Python
	@bash .ci/lint --fix

lock: ## Recalcule les versions verrouillées (ARGS=--upgrade pour les monter)
	@bash .ci/lock

clean: ## Efface l’environnement et les caches, sans toucher aux données de var/
	@rm -rf .venv .ci/node/*/node_modules .ruff_cache .pytest_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Environnement et caches effacés. La base et les fichiers de var/ sont conservés."
