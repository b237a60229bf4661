"""Many jobs that ask the gateway at once, each in a thread as in a worker: `python -m tests.asking NAME FIRST COUNT`.

NAME is whose budget pays, FIRST the number of the first article, so that several of these ask for different ones. Prints
how many were answered by whom, as JSON. Needs the environment of the product whose database and model it uses.
"""

import json
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db import connection  # noqa: E402 Django has to be set up first

from articles import prompts  # noqa: E402
from articles.prompts import ArticleInput  # noqa: E402
from lms.accounts.models import User  # noqa: E402
from lms.jobs import desk  # noqa: E402
from lms.llm import gateway, providers  # noqa: E402


def article(number: int) -> ArticleInput:
    return ArticleInput(
        language="en",
        language_name="English",
        level="beginner",
        level_name="Beginner",
        manner=prompts.MANNERS["beginner"],
        headings=prompts.template_articles.HEADINGS["en"] | prompts.HEADINGS["en"],
        title=f"Loops, part {number}",
        covers="How a loop repeats what stands in it.",
        terms=[],
        example="for number in range(3): print(number)",
        pitfall="A loop that never ends.",
        resources=[],
        length="short",
        low=250,
        high=450,
        with_examples=True,
        style="balanced",
    )


def main() -> None:
    name, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    user = User.objects.get(username=name)
    providers.load()
    connection.close()
    all_there = threading.Barrier(count)

    def ask(number: int) -> str:
        all_there.wait()
        with desk.taken():
            return gateway.ask(prompts.article_prompt("short"), article(number), gateway.Asker(user)).source

    with ThreadPoolExecutor(count) as pool:
        print(json.dumps(Counter(pool.map(ask, range(first, first + count)))))


if __name__ == "__main__":
    main()
