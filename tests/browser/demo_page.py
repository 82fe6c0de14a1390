"""The widget as a person uses it, on the demo page or on any other. Locators reach into its shadow root."""

from playwright.sync_api import Locator, Page, expect


class Chat:
    """The chat on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("shouhou-widget")
        self.launcher = self.widget.locator(".launcher")
        self.panel = self.widget.locator(".chat")
        self.log = self.widget.locator(".log")
        self.box = self.widget.locator(".say")
        self.presence = self.widget.locator(".presence")

    def be(self, name: str) -> None:
        """Choose who to be, on the demo page."""
        self.page.locator("#people button", has_text=name).click()
        expect(self.page.locator("#people button", has_text=name)).to_have_attribute("aria-pressed", "true")

    def open(self) -> None:
        """Open the chat."""
        self.launcher.click()
        expect(self.panel).to_be_visible()

    def say(self, text: str) -> None:
        """Type a text, send it, and wait until the bot has answered."""
        before = self.answers().count()
        self.write(text)
        self._answered(before)

    def write(self, text: str) -> None:
        """Type a text and send it, without waiting."""
        self.box.fill(text)
        self.box.press("Enter")

    def press(self, title: str) -> None:
        """Press the latest button of that title, and wait for the answer."""
        before = self.answers().count()
        self.log.locator("button", has_text=title).last.click()
        self._answered(before)

    def upload(self, name: str, content: bytes) -> None:
        """Send a picture, and wait for the answer."""
        before = self.answers().count()
        self.choose(name, content)
        self.widget.locator(".send").click()
        self._answered(before)

    def choose(self, name: str, content: bytes, kind: str = "image/png") -> None:
        """Choose a file by the button."""
        picker = self.widget.locator("input[type=file]")
        picker.set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def answers(self) -> Locator:
        """Every message of the bot."""
        return self.log.locator(".message.bot")

    def own(self) -> Locator:
        """Every message of the buyer."""
        return self.log.locator(".message.buyer")

    def words(self) -> str:
        """All that the log shows."""
        return self.log.inner_text()

    def _answered(self, before: int) -> None:
        expect(self.answers().nth(before)).to_be_visible()
        expect(self.widget.locator(".typing")).to_be_hidden()
