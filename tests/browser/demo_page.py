"""The demo page as a person uses it."""

from playwright.sync_api import Locator, Page, expect


class Chat:
    """The chat on the demo page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def be(self, name: str) -> None:
        """Choose who to be."""
        self.page.locator("#people button", has_text=name).click()

    def say(self, text: str) -> None:
        """Type a text, send it, and wait until the bot has answered."""
        before = self.answers().count()
        self.page.locator("#say").fill(text)
        self.page.keyboard.press("Enter")
        self._answered(before)

    def press(self, title: str) -> None:
        """Press the latest button of that title, and wait for the answer."""
        before = self.answers().count()
        self.page.locator("#log button", has_text=title).last.click()
        self._answered(before)

    def upload(self, name: str, content: bytes) -> None:
        """Send a picture, and wait for the answer."""
        before = self.answers().count()
        self.page.locator("#file").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
        self.page.locator("#send").click()
        self._answered(before)

    def answers(self) -> Locator:
        """Every message of the bot."""
        return self.page.locator("#log .message.bot")

    def log(self) -> str:
        """All that the log shows."""
        return self.page.locator("#log").inner_text()

    def _answered(self, before: int) -> None:
        expect(self.answers().nth(before)).to_be_visible()
        expect(self.page.locator("#typing")).to_be_hidden()
