"""`xieyi sign` as a person or a script meets it: words, exit codes, files, secrets."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from built import ROOT
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from signers import (
    DAY,
    NOW,
    PASSPHRASE,
    Holder,
    Shop,
    made,
    signer,
    stranger,
)
from small import content

from generator import copies, workspace
from generator.commands import program
from generator.problems import Unusable
from generator.signing import put

# The command.


def xieyi(
    *arguments: object, cwd: Path, secret: str | None = PASSPHRASE, language: str = "en"
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"XIEYI_LANG": language, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    environment.pop("XIEYI_DEBUG", None)
    environment.pop("XIEYI_PKCS12_PASSPHRASE", None)
    if secret is not None:
        environment["XIEYI_PKCS12_PASSPHRASE"] = secret
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=300,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def desk(shop: Shop, tmp_path: Path) -> Path:
    """A folder with a build, a key and roots; outside of every workspace."""
    shutil.copytree(shop.root / "dist", tmp_path / "dist")
    (tmp_path / "key.p12").write_bytes(current().p12())
    (tmp_path / "root.pem").write_bytes(current_root().pem)
    return tmp_path


def current_root() -> Holder:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    return made("当前根", usage=("key_cert_sign",), begins=now - DAY, ends=now + DAY, key=KEY)


def current() -> Holder:
    """A signer of this very day: the command asks the clock."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    return made("某某签名公司", current_root(), begins=now - DAY / 2, ends=now + DAY / 2)


KEY = ec.generate_private_key(ec.SECP256R1())


def test_a_folder_is_signed_beside_itself_and_verifies(desk: Path) -> None:
    before = content(desk / "dist")
    done = xieyi("sign", "dist", "--pkcs12", "key.p12", "--visible", cwd=desk)
    assert 0 == done.returncode, done.stderr
    assert before == content(desk / "dist"), "the originals are not touched"
    copied = {
        p.relative_to(desk / "dist-signed").as_posix()
        for p in desk.glob("dist-signed/**/*")
        if p.is_file()
    }
    assert {"a/pack.pdf", "a/terms.pdf", "manifest.json"} == copied
    assert "某某签名公司" in done.stdout and "left out" in done.stdout
    assert ["[1/2] dist/a/pack.pdf", "[2/2] dist/a/terms.pdf"] == done.stderr.splitlines()
    again = xieyi("sign", "dist", "--pkcs12", "key.p12", cwd=desk)
    assert 0 == again.returncode, "a folder of copies may be made anew"
    for path in ("dist-signed/a/pack.pdf", "dist-signed/a/terms.pdf"):
        told = xieyi("verify", path, "--trust", "root.pem", cwd=desk)
        assert (0, 5) == (told.returncode, len(told.stdout.splitlines())), told.stdout
        assert "certifies" in told.stdout and "当前根" in told.stdout


def test_the_passphrase_and_the_key_are_nowhere(desk: Path) -> None:
    key = current()
    (desk / "key.p12").write_bytes(key.p12())
    sign = ("sign", "dist", "--pkcs12", "key.p12")
    runs = [
        xieyi(*sign, "--json", cwd=desk),
        xieyi(*sign, "--timestamp-url", "http://127.0.0.1:9/", cwd=desk),
        xieyi("sign", "dist", "--pkcs12", "dist/manifest.json", cwd=desk),
        xieyi("sign", "dist/a/terms.pdf", "--pkcs12", "key.p12", "--json", cwd=desk),
    ]  # fmt: skip
    assert [0, 3, 2, 0] == [run.returncode for run in runs]
    number = f"{key.key.private_numbers().private_value:x}".encode()
    secrets = (PASSPHRASE.encode(), number, bytes.fromhex(number.decode().zfill(64)))
    for run in runs:
        assert PASSPHRASE not in run.stdout + run.stderr
    (desk / "key.p12").unlink()
    for path in (p for p in desk.rglob("*") if p.is_file()):
        data = path.read_bytes()
        assert not any(secret in data for secret in secrets), path
    facts = json.loads(runs[0].stdout)
    assert ("某某签名公司", 2) == (facts["signer"], len(facts["files"]))


@pytest.mark.parametrize("secret", ["wrong", None])
def test_a_wrong_or_absent_passphrase_is_one_line_and_nothing_is_written(
    secret: str | None, desk: Path
) -> None:
    before = content(desk)
    for language in ("en", "zh"):
        done = xieyi(
            "sign", "dist", "--pkcs12", "key.p12", cwd=desk, secret=secret, language=language
        )
        code = "key-locked" if secret else "key-passphrase"
        assert 2 == done.returncode and f"[{code}]" in done.stderr and "wrong" not in done.stderr
        assert "Traceback" not in done.stderr and "" == done.stdout
    assert before == content(desk)


def test_the_passphrase_is_asked_for_on_the_terminal_without_echo(desk: Path) -> None:
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(desk)
        os.environ.update(XIEYI_LANG="en", PYTHONPATH=str(ROOT))
        os.environ.pop("XIEYI_PKCS12_PASSPHRASE", None)
        arguments = ["-m", "generator", "sign", "dist/a/terms.pdf", "--pkcs12", "key.p12"]
        os.execv(sys.executable, [sys.executable, *arguments])
    heard, typed = b"", False
    try:
        while piece := os.read(terminal, 4096):
            heard += piece
            if b"Passphrase" in heard and not typed:
                time.sleep(0.2)  # until echo is off
                os.write(terminal, PASSPHRASE.encode() + b"\n")
                typed = True
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), heard
    assert typed and PASSPHRASE.encode() not in heard
    assert (desk / "dist/a/terms.signed.pdf").is_file()


def test_a_key_without_a_passphrase_needs_none(desk: Path) -> None:
    (desk / "key.p12").write_bytes(current().p12(None))
    for secret in (None, "", "needless"):
        sign = ("sign", "dist/a/terms.pdf", "--pkcs12", "key.p12")
        done = xieyi(*sign, cwd=desk, secret=secret)
        assert 0 == done.returncode, done.stderr


def test_a_copy_goes_where_it_may_and_nowhere_else(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = ("sign", "dist/a/terms.pdf", "--pkcs12", "key.p12")
    (desk / "other.pdf").write_bytes(b"mine")
    (desk / "mine").mkdir()
    (desk / "mine/note").write_text("mine")
    (desk / "link.pdf").symlink_to("other.pdf")
    before = content(desk)
    cases: list[tuple[int, str, tuple[object, ...]]] = [
        (3, "sign-target", (*sign, "--output", "other.pdf")),
        (3, "sign-target", (*sign, "--output", "link.pdf")),
        (2, "sign-over-original", (*sign, "--output", "dist/a/terms.pdf")),
        (2, "sign-over-original", ("sign", "dist", "--pkcs12", "key.p12", "--output", "dist/x")),
        (3, "output-not-ours", ("sign", "dist", "--pkcs12", "key.p12", "--output", "mine")),
        (2, "sign-nothing", ("sign", "mine", "--pkcs12", "key.p12")),
        (2, "sign-absent", ("sign", "nowhere", "--pkcs12", "key.p12")),
        (2, "sign-no-pdf", ("sign", "mine/note", "--pkcs12", "key.p12")),
        (2, "key-unread", ("sign", "dist", "--pkcs12", "nowhere.p12")),
        (2, "--output", ("sign", "dist", "other.pdf", "--pkcs12", "key.p12", "--output", "x")),
        (2, "http://", (*sign, "--timestamp-url", "ldap://x/")),
    ]
    monkeypatch.chdir(desk)
    for exit_code, told, arguments in cases:
        monkeypatch.setenv("XIEYI_PKCS12_PASSPHRASE", PASSPHRASE)
        done = CliRunner().invoke(program(), [str(one) for one in arguments])
        assert exit_code == done.exit_code and told in done.stderr, (arguments, done.stderr)
    left = {n: d for n, d in content(desk).items() if not n.endswith(".lock")}
    assert before == left
    assert 0 == xieyi(*sign, "--output", "new.pdf", cwd=desk).returncode
    assert 0 == xieyi(*sign, "--output", "new.pdf", cwd=desk).returncode, "its own copy, anew"
    assert 0 == xieyi(*sign, "--output", "mine", cwd=desk).returncode
    assert (desk / "mine/terms.signed.pdf").is_file()


def test_all_that_cannot_be_signed_is_said_at_once(desk: Path, plain: bytes) -> None:
    (desk / "dist/b").mkdir()
    (desk / "dist/b/no.pdf").write_bytes(b"no")
    (desk / "dist/b/signed.pdf").write_bytes(plain)
    done = xieyi("sign", "dist", "--pkcs12", "key.p12", cwd=desk)
    assert 2 == done.returncode and not (desk / "dist-signed").exists()
    assert "[sign-no-pdf]" in done.stderr and "[sign-signed]" in done.stderr


def test_the_command_says_who_signed_and_whether_anybody_vouches(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0 == xieyi("sign", "dist/a/terms.pdf", "--pkcs12", "key.p12", cwd=desk).returncode
    path = "dist/a/terms.signed.pdf"
    (desk / "stranger.pem").write_bytes(stranger().pem)
    monkeypatch.chdir(desk)
    for trust, code, word in (
        ((), 0, "was not checked"),
        (("--trust", "root.pem"), 0, "leads to the root"),
        (("--trust", "stranger.pem"), 1, "none of the roots"),
        (("--trust", "dist/manifest.json"), 2, "trust-unreadable"),
        (("--trust", "nowhere"), 2, "trust-absent"),
    ):
        done = CliRunner().invoke(program(), ["verify", path, *trust])
        assert code == done.exit_code and word in done.output, done.output
    facts = json.loads(CliRunner().invoke(program(), ["verify", path, "--json"]).stdout)
    (signature,) = {json.dumps(v["signature"]) for v in facts["verdicts"] if "signature" in v}
    assert ("某某签名公司", None, 1) == tuple(
        json.loads(signature)[key] for key in ("signer", "trusted", "permits")
    )


def test_a_name_that_would_play_with_the_terminal_is_printed_plainly(
    shop: Shop, desk: Path
) -> None:
    odd = made(
        "公司\x1b[31m\u202e签名", current_root(), begins=NOW - DAY, ends=NOW + timedelta(days=9000)
    )
    copy = put.signed(shop.document, odd.opened(), NOW, "a", (), None)
    (desk / "odd.pdf").write_bytes(copy)
    done = xieyi("verify", "odd.pdf", cwd=desk)
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout and "公司" in done.stdout


def test_a_full_disk_leaves_nothing(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shop.root / "dist", tmp_path / "dist")
    order = copies.ordered(tmp_path / "dist")
    before = content(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(workspace.target, "_put", full)
    with pytest.raises(Unusable, match="disk-full"):
        copies.signed([order], signer().opened(), NOW, False, None, lambda *_: None)
    assert before == {n: d for n, d in content(tmp_path).items() if not n.endswith(".lock")}
