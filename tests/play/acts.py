"""How well what a clause does is read (shouhou/language/acts.py), over lines that it did not learn from.

    python -m tests.play.acts trainers/lines/*.txt

For each act: in how many clauses it is meant, and, of those held for it at a chance of at least .7, how many are it
(precision) and how many of all that are it were found (recall).
"""

import argparse
import asyncio
from collections import Counter
from pathlib import Path

from rasa.core.channels import UserMessage

from shouhou.evaluation.answers import _agent
from shouhou.language.acts import ACTS, act_of_each, parts_of_line
from shouhou.models import newest_model

SURE = 0.7


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.play.acts", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    model = newest_model()
    assert model is not None, "no model: make train"
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    agent = _agent(model)
    meant, held, right, first = Counter[str](), Counter[str](), Counter[str](), 0
    lines = [line for path in parser.parse_args().files for line in path.read_text("utf-8").splitlines()]
    for line in (each for each in lines if each and not each.startswith("#")):
        place, parts = parts_of_line(line)
        text = "".join(words for _, words in parts)
        parse = loop.run_until_complete(agent.processor.parse_message(UserMessage(text, sender_id="acts")))
        weighed = [each["acts"] for each in parse["clauses"]] or [parse["acts"]]
        for act, acts in zip(act_of_each(parts), weighed, strict=True):
            name, chance = acts[place][0]
            meant[act] += 1
            first += name == act
            if chance >= SURE:
                held[name] += 1
                right[name] += name == act
    print(f"{sum(meant.values())} clauses, the likeliest act right in {first / sum(meant.values()):.3f}")
    for act in sorted(ACTS, key=lambda each: -meant[each]):
        precision = right[act] / held[act] if held[act] else 0.0
        print(f"{act:9} {meant[act]:5}  precision {precision:.2f}  recall {right[act] / max(1, meant[act]):.2f}")


if __name__ == "__main__":
    main()
