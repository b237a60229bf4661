"""Who looks at the pages in a browser: what they do with a mouse, and what must not be wrong with any page."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.product import Product

WAIT_MS = 20_000
LOCALES = {"ko": "ko-KR", "en": "en-US"}
TEXTS = "articles_contentversion"


@dataclass
class Visitor:
    """Somebody with a mouse: counts clicks, keeps what the browser complains of."""

    page: Page
    clicks: int = 0
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", lambda line: line.type in ("error", "warning") and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def choose(self, topic: str) -> None:
        """Welcome, topic, level, two subtopics: everything up to the start."""
        self.page.goto("/")
        self.click(self.page.locator(f'a[href$="topic={topic}"]'))
        self.click(self.labels("level").nth(2))
        for number in range(2):
            self.click(self.labels("sub_topics").nth(number))

    def start(self) -> None:
        self.click(self.page.locator("#summary button[type=submit]"))
        self.page.wait_for_url("**/sessions/sess_*")

    def labels(self, name: str) -> Locator:
        return self.page.locator("label", has=self.page.locator(f"input[name={name}]"))

    @property
    def to_read(self) -> Locator:
        """The marks of the articles that are ready."""
        return self.page.locator("#outline li .badge.open")

    @property
    def progress(self) -> str:
        return self.page.locator("#outline svg.bar").get_attribute("aria-label")

    def read_first(self, language: str) -> None:
        self.click(self.page.locator("#outline .actions a.btn"))
        expect(self.page.locator("article h1")).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        assert len(self.page.locator("article").inner_text()) > 300


def answer(page: Page, product: Product, *, right: bool = True) -> None:
    """The question that is on; a wrong answer is another choice, or nonsense."""
    question = page.locator("#answer input[name=question_id]").get_attribute("value")
    key = product.value("SELECT correct_answer FROM curriculum_question WHERE id = %s", question)
    if page.locator("#text").count():
        page.locator("#text").fill(key if right else "no idea")
    else:
        wanted = f"[value='{key}']" if right else f":not([value='{key}'])"
        page.locator(".options label", has=page.locator(f"input{wanted}")).first.click()


def faults_of(page: Page, width: int) -> list[str]:
    """What axe finds, and whether it scrolls sideways."""
    found = Axe().run(page).response["violations"]
    faults = [f"{one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults if wide <= width else [*faults, f"it scrolls sideways: {wide}"]


def refuse_faults(page: Page, width: int) -> None:
    assert faults_of(page, width) == []
