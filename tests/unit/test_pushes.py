"""Pushes within one process: who listens hears what matters, however late it looks."""

import asyncio

from shouhou.channels.pushes import END, IDLE, NEWS, TYPING, Listener, Pushes

LONG = 10.0


def heard(listener: Listener) -> list[str]:
    """All that a listener has yet to hear."""
    return list(iter(listener.get_nowait, None))


def test_a_listener_hears_in_the_order_in_which_it_was_told() -> None:
    listener = Listener()
    for what in (NEWS, TYPING, IDLE):
        listener.tell(what)
    assert heard(listener) == [NEWS, TYPING, IDLE]
    assert heard(listener) == []


def test_a_listener_far_behind_learns_of_news_and_of_the_bots_last_state_and_keeps_no_more() -> None:
    listener = Listener()
    for _ in range(1000):
        for what in (TYPING, IDLE):
            listener.tell(what)
    listener.tell(NEWS)
    listener.tell(TYPING)
    assert heard(listener) == [IDLE, NEWS, TYPING]


async def test_a_listener_that_waits_is_woken_and_one_that_nobody_tells_is_not_kept_waiting() -> None:
    listener = Listener()
    asyncio.get_running_loop().call_soon(listener.tell, NEWS)
    assert await listener.get(LONG) == NEWS
    assert await listener.get(0.001) is None


async def test_what_is_told_while_a_wait_is_broken_off_is_not_lost() -> None:
    listener = Listener()
    waiting = asyncio.create_task(listener.get(LONG))
    await asyncio.sleep(0)
    listener.tell(NEWS)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert heard(listener) == [NEWS]


async def test_a_push_reaches_every_listener_of_its_conversation_and_no_other() -> None:
    pushes = Pushes()
    async with pushes.listen("a") as phone, pushes.listen("a") as laptop, pushes.listen("b") as other:
        await pushes.publish("a", NEWS)
        assert heard(phone) == heard(laptop) == [NEWS]
        assert heard(other) == []


async def test_the_end_reaches_everybody_however_far_behind() -> None:
    pushes = Pushes()
    async with pushes.listen("a") as one, pushes.listen("b") as other:
        for _ in range(1000):
            await pushes.publish("a", NEWS)
        await pushes.stop()
        assert (heard(one), heard(other)) == ([NEWS, END], [END])


async def test_who_no_longer_listens_is_forgotten() -> None:
    pushes = Pushes()
    async with pushes.listen("a"):
        async with pushes.listen("a"), pushes.listen("b"):
            pass
        assert {name: len(listeners) for name, listeners in pushes._listeners.items()} == {"a": 1}
    assert not pushes._listeners
