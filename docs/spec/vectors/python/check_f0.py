"""Checks every vector of franking-f0.json: positive, negative, message ids, and the frank swap."""

import franking_f0 as f0
import mimi_content
import ed25519
from check_f1 import refusal, same

UNHEX = bytes.fromhex


def received_of(vector, file):
    received = {name: vector[name] for name in ("applicationData", "authenticatedData", "frank", "senderUri", "roomUri", "acceptedTimestamp", "suite", "frankingAgent", "framed")}
    return {**received, "hubDomain": file["hubDomain"]}


def check_positive(vector, file):
    key, sender, room = file["hubKeys"][vector["key"]], vector["senderUri"], vector["roomUri"]
    content, data, accepted = UNHEX(vector["content"]), UNHEX(vector["applicationData"]), int(vector["acceptedTimestamp"])
    same("application data", data, f0.frame(content) if vector["framed"] else content)
    salt, *claims = mimi_content.decode(content)
    same("salt, sender and room", [salt.hex(), *claims], [vector["salt"], sender, room])
    same("message id", mimi_content.message_id(content, salt, sender, room).hex(), vector["messageId"])
    tag = f0.tag_of(salt, data)
    same("tag", tag.hex(), vector["frankingTag"])
    same("authenticated data", f0.write_aad(tag).hex(), vector["authenticatedData"])
    same("tag read", f0.read_aad(UNHEX(vector["authenticatedData"])), tag)
    context = f0.write_context(sender, room, accepted)
    same("context", context.hex(), vector["serverFrankingContext"])
    frank = f0.create_frank(key, vector["suite"], UNHEX(vector["authenticatedData"]), sender, room, accepted)
    value, suite, signature = frank
    same("server frank", value.hex(), vector["serverFrank"])
    same("TBS", f0.write_tbs(value, suite, context).hex(), vector["frankingIntegrityTbs"])
    same("sign content", f0.sign_content(f0.write_tbs(value, suite, context)).hex(), vector["signContent"])
    same("signature", signature.hex(), vector["signature"])
    same("frank", f0.write_frank(frank).hex(), vector["frank"])
    same("frank decoded", f0.decode_frank(UNHEX(vector["frank"])), frank)
    same("agent's key", f0.decode_agent(UNHEX(vector["frankingAgent"]))[0].hex(), key["publicKey"])
    same("response", f0.write_accepted(accepted, frank).hex(), vector["submitMessageResponse"])
    same("response decoded", f0.decode_response(UNHEX(vector["submitMessageResponse"])), ("accepted", accepted, frank))
    report = f0.write_report(vector["reportingUser"], sender, vector["note"], [(data, frank, accepted)])
    same("report", report.hex(), vector["abuseReport"])
    f0.check_received(received_of(vector, file))
    same("verdicts", f0.verify_report(report, room, file["hubKeys"], vector["framed"]), [None])


def run(vector, file):
    operation = vector["operation"]
    if operation == "computeFrankingTag":
        f0.tag_of(UNHEX(vector["salt"]), UNHEX(vector["applicationData"]))
    elif operation == "decodeMimiContent":
        mimi_content.decode(UNHEX(vector["content"]))
    elif operation == "readFrankAad":
        f0.read_aad(UNHEX(vector["authenticatedData"]))
    elif operation == "decodeFrank":
        f0.decode_frank(UNHEX(vector["frank"]))
    elif operation == "decodeFrankingAgent":
        f0.decode_agent(UNHEX(vector["frankingAgent"]))
    elif operation == "decodeSubmitMessageResponse":
        f0.decode_response(UNHEX(vector["submitMessageResponse"]))
    elif operation == "decodeAbuseReport":
        f0.decode_report(UNHEX(vector["abuseReport"]))
    elif operation == "createFrank":
        f0.create_frank(file["hubKeys"][0], vector["suite"], UNHEX(vector["authenticatedData"]), "a", "b", 0)
    elif operation == "checkReceivedMimi":
        f0.check_received(vector["received"])
    elif operation == "verifyAbuseReport":
        codes = [code for code in f0.verify_report(UNHEX(vector["abuseReport"]), vector["roomUri"], file["hubKeys"]) if code]
        if codes:
            raise f0.Refused(codes[0])
    else:
        raise AssertionError(f"unknown operation {operation}")


def check_negative(vector, file):
    same("code", refusal(lambda: run(vector, file)), vector["code"])


def check_accepted(vector, file):
    run(vector, file)


def check_message_id(vector, _file):
    content = UNHEX(vector["content"])
    salt, sender, room = mimi_content.decode(content)
    same("claims", [salt.hex(), sender, room], [vector["salt"], vector["senderUri"], vector["roomUri"]])
    same("message id", mimi_content.message_id(content, salt, sender, room).hex(), vector["messageId"])


def check_frank_swap(vector, file):
    """The receiver accepts what the judge then refuses; a signature over the tag as well (§8) tells the two apart."""
    f0.check_received(vector["received"])
    verdicts = f0.verify_report(UNHEX(vector["abuseReport"]), vector["received"]["roomUri"], file["hubKeys"])
    same("verdict", verdicts, [vector["reportCode"]])
    received = vector["received"]
    value, suite, _ = f0.decode_frank(UNHEX(received["frank"]))
    tbs = f0.write_tbs(value, suite, f0.write_context(received["senderUri"], received["roomUri"], int(received["acceptedTimestamp"])))
    public, repaired = UNHEX(file["hubKeys"][0]["publicKey"]), UNHEX(vector["repairedSignature"])
    same("repaired signature, its own tag", ed25519.verify(public, f0.sign_content(tbs + UNHEX(vector["frankingTag"])), repaired), True)
    shown = f0.read_aad(UNHEX(received["authenticatedData"]))
    same("repaired signature, tag of the shown message", ed25519.verify(public, f0.sign_content(tbs + shown), repaired), False)


CHECKS = {"accepted": check_accepted, "positive": check_positive, "negative": check_negative, "messageIds": check_message_id, "frankSwap": check_frank_swap}
