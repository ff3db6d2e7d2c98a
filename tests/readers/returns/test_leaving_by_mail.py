"""Who writes to leave, and hostile messages in the mailbox."""

import random
import time
from base64 import b64encode

import pytest

from pma_site.readers import links
from pma_site.readers.choices import LeavingWay, ReadingState, ReturnEffect
from pma_site.readers.incoming import Kind, read
from pma_site.readers.models import Recipient, Refusal
from pma_site.readers.returns import take_in
from tests import builders
from tests.readers.returns.coming_back import MAILS, NOW, came_back, state_of

pytestmark = pytest.mark.django_db


class TestLeaving:
    @pytest.mark.parametrize(("name", "way"), [("unsubscribe", LeavingWay.MAIL), ("complaint", LeavingWay.COMPLAINT)])
    def test_who_writes_or_complains_leaves_for_good(self, name, way):
        notice = builders.notice(sent=NOW)

        assert take_in(came_back(name, notice)).effect == ReturnEffect.LEFT

        reader = Recipient.objects.get(pk=notice.recipient_id)
        assert reader.state == ReadingState.LEFT
        assert reader.left_at >= NOW
        assert Refusal.objects.of(reader.email).get().way == way

    def test_leaving_twice_is_leaving_once(self):
        notice = builders.notice(sent=NOW)
        take_in(came_back("complaint", notice))
        first = Recipient.objects.get(pk=notice.recipient_id).left_at

        assert take_in(came_back("unsubscribe", notice)).effect == ReturnEffect.LEFT
        assert Recipient.objects.get(pk=notice.recipient_id).left_at == first
        assert Refusal.objects.get().way == LeavingWay.COMPLAINT

    def test_who_was_forgotten_has_left(self):
        notice = builders.notice(sent=NOW)
        raw = came_back("unsubscribe", notice)
        notice.recipient.delete()

        assert take_in(raw).effect == ReturnEffect.LEFT

    def test_a_token_that_we_never_gave_is_for_a_person_to_read(self):
        notice = builders.notice(sent=NOW)
        token = links.leave_address(notice.recipient).rstrip("/").rpartition("/")[2]

        raw = came_back("unsubscribe", notice).replace(token.encode(), ("x" + token[1:]).encode())
        forged = raw.replace(b"x" + token[1:].encode(), token.replace(token[-3:], "abc").encode())

        assert take_in(raw).effect == ReturnEffect.AUTOMATIC
        assert take_in(forged).effect == ReturnEffect.TO_READ
        assert state_of(notice.recipient) == ReadingState.ACTIVE


class TestHostileMessages:
    def hostile(self):
        ordinary = came_back("postfix", builders.notice(sent=NOW))
        nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
        deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(30))
        yield b""
        yield b"\x00" * 5000
        yield deep + b"--x\r\n" * 200_000
        yield b"Content-Type: multipart/report" + b"; a=b" * 200_000 + b"\r\n\r\n"
        yield b"Content-Type: multipart/report" + b'\r\n ; a*0*="b' * 100_000 + b"\r\n\r\n"
        yield bytes(random.Random(1).randbytes(100_000))  # noqa: S311
        yield ordinary * 2000
        yield nested
        yield b"Content-Type: message/rfc822\r\n\r\n" * 1500
        yield b"Subject: " + b"=?utf-8?B?" * 20_000 + b"\r\n\r\n"
        yield b"Subject: =?x-nulle-part?Q?=FF=FE?=\r\nAuto-Submitted: \xff\xfe\r\n\r\n\xff"
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"<" * 500_000
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"a@" * 300_000
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"5.1." * 200_000
        yield b'Content-Type: multipart/report; boundary=""\r\n\r\n--\r\n\r\n'
        yield b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(
            ordinary
        )
        yield b"Content-Type: message/feedback-report\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!"
        yield ordinary.replace(b"rfc822; ", b"rfc822; " + b"\xc3\xa9" * 3000)
        yield ordinary.replace(b"Message-ID: ", b"Message-ID: " + b"<a.1." + b"\xd9\xa4" * 24 + b"@x>")
        yield ordinary.replace(b"utf-8", b"utf-7").replace(b"8bit", b"uuencode")
        yield ordinary.replace(b"Status: 5.1.1", b"Status: " + b"9" * 100_000)
        yield b"To: " + b"(" * 50_000 + b"\r\nX-Failed-Recipients: " + b"<" * 50_000 + b"\r\n\r\n"

    def test_none_is_an_error_nor_takes_long(self):
        for raw in self.hostile():
            began = time.process_time()
            take_in(raw)
            assert time.process_time() - began < 2, raw[:80]

        assert not Recipient.objects.exclude(state=ReadingState.ACTIVE).exists()

    def test_pieces_of_real_messages_are_no_error(self):
        chance = random.Random(62)  # noqa: S311
        notice = builders.notice(sent=NOW)
        for name in sorted(path.stem for path in MAILS.glob("*.eml")):
            raw = came_back(name, notice)
            for _ in range(15):
                start, end = sorted(chance.sample(range(len(raw)), 2))
                assert isinstance(read(raw[:start] + chance.randbytes(8) + raw[end:]).kind, Kind)
