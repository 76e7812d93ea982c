"""The signatures of a file in words: whole or not, who signed, when. Offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..publish.receipt import Receipt
from ..signing import maybe
from ..workspace import found
from .verdict import State, Verdict

if TYPE_CHECKING:
    from ..signing.judge import Signature, Stamped

_CERTIFIES = {None: "verify.signature-plain", 1: "verify.signature-certified"}
_FAULTS = {
    "unreadable": "verify.signature-unreadable",
    "altered": "verify.signature-altered",
    "partial": "verify.signature-partial",
    "appended": "verify.signature-appended",
    "weak": "verify.signature-weak",
}
_DOUBTS = {
    "early": "verify.signer-early",
    "expired": "verify.signer-expired",
    "usage": "verify.signer-usage",
    "untrusted": "verify.signer-untrusted",
}
_SHORT = 16  # digits of a fingerprint that a person compares


def unsigned(data: bytes) -> bytes:
    """A signed copy as it was before; any other file as it is."""
    if not maybe(data):
        return data
    from ..signing.update import unsigned as before

    return before(data)


def signatures(
    name: str, path: Path, now: datetime, trust: Sequence[Any] | None = None
) -> list[Verdict]:
    """The verdicts on the signatures of a file; `trust` are the roots that signers must lead to,
    None where nobody named any."""
    data = found.content(path)
    if data is None or not data.startswith(b"%PDF-") or not maybe(data):
        return []
    from ..signing.judge import judged

    verdicts: list[Verdict] = []
    for signature in judged(data, trust or ()):
        whole = _whole(name, signature)
        told = [whole]
        if whole.state is State.INTACT:
            told += [_signer(name, signature, now, trust is not None)]
            told += [_time(name, signature, trust is not None)]
        verdicts += [replace(verdict, signature=_facts(signature, trust)) for verdict in told]
    if verdicts and verdicts[0].state is not State.ALTERED and unsigned(data) != data:
        verdicts.insert(0, Verdict(name, State.INTACT, "verify.signature-alone"))
    return verdicts


def of_folder(
    name: str, root: Path, told: Receipt, now: datetime, trust: Sequence[Any] | None
) -> list[Verdict]:
    """The verdicts on the signatures of the files that a manifest lists: those that are not
    intact, else one on all."""
    signed: list[list[Verdict]] = []
    for file in told.files:
        if file.safe and file.path.lower().endswith(".pdf"):
            found_ = signatures(f"{name}/{file.path}", root / file.path, now, trust)
            signed += [found_] if found_ else []
    every = [verdict for verdicts in signed for verdict in verdicts]
    wrong = [verdict for verdict in every if verdict.state is not State.INTACT]
    alone = [v for v in signed if v[0].why == "verify.signature-alone"]
    if wrong or not signed or len(alone) < len(signed):
        return wrong or every
    names = dict.fromkeys(str(v.params["signer"]) for v in every if "signer" in v.params)
    params: dict[str, object] = {"count": len(signed), "signers": ", ".join(names)}
    return [Verdict(name, State.INTACT, "verify.signatures", params)]


def _whole(name: str, signature: Signature) -> Verdict:
    params: dict[str, object] = {"field": signature.field, "digest": signature.digest.upper()}
    if signature.fault:
        state = State.UNKNOWN if signature.fault == "weak" else State.ALTERED
        return Verdict(name, state, _FAULTS[signature.fault], params)
    if signature.stamped and signature.stamped.fault:
        about: dict[str, object] = {"authority": signature.stamped.authority.name}
        return Verdict(name, State.ALTERED, "verify.time-wrong", about)
    if signature.extended:
        return Verdict(name, State.INTACT, "verify.signature-extended", params)
    why = _CERTIFIES.get(signature.permits, "verify.signature-forms")
    return Verdict(name, State.INTACT, why, params)


def _signer(name: str, signature: Signature, now: datetime, asked: bool) -> Verdict:
    signer = signature.signer
    assert signer
    params: dict[str, object] = {
        "signer": signer.name,
        "issuer": signer.issuer,
        "serial": signer.serial,
        "sha256": signer.sha256[:_SHORT],
        "begins": signer.begins,
        "ends": signer.ends,
        "root": signature.root,
    }
    if signature.doubt and (asked or signature.doubt != "untrusted"):
        return Verdict(name, State.UNKNOWN, _DOUBTS[signature.doubt], params)
    if asked and signature.stamped is None and now > signer.ends:
        return Verdict(name, State.UNKNOWN, "verify.signer-lapsed", params)
    why = "verify.signer-trusted" if asked else "verify.signer-unchecked"
    return Verdict(name, State.INTACT, why, params)


def _time(name: str, signature: Signature, asked: bool) -> Verdict:
    if signature.stamped:
        return _stamped(name, signature.stamped, asked)
    if signature.claimed is None:
        return Verdict(name, State.INTACT, "verify.time-none")
    params: dict[str, object] = {"time": signature.claimed}
    return Verdict(name, State.INTACT, "verify.time-claimed", params)


def _stamped(name: str, stamped: Stamped, asked: bool) -> Verdict:
    params: dict[str, object] = {
        "time": stamped.time,
        "authority": stamped.authority.name,
        "root": stamped.root,
    }
    if not asked:
        return Verdict(name, State.INTACT, "verify.time-vouched", params)
    if not stamped.root:
        return Verdict(name, State.UNKNOWN, "verify.time-untrusted", params)
    return Verdict(name, State.INTACT, "verify.time-trusted", params)


def _facts(signature: Signature, trust: Sequence[Any] | None) -> dict[str, object]:
    """What `--json` says of a signature."""
    signer, stamped = signature.signer, signature.stamped
    return {
        "field": signature.field,
        "fault": signature.fault or None,
        "digest": signature.digest or None,
        "permits": signature.permits,
        "signer": signer.name if signer else None,
        "issuer": signer.issuer if signer else None,
        "serial": signer.serial if signer else None,
        "certificate-sha256": signer.sha256 if signer else None,
        "claimed": signature.claimed.isoformat() if signature.claimed else None,
        "vouched": stamped.time.isoformat() if stamped else None,
        "authority": stamped.authority.name if stamped else None,
        "trusted": None if trust is None else bool(signature.root),
    }
