"""What the scripts of pictures reckon: where one looks, which tiles are wanted, how a file gets through a bad line."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from census.images import iiif
from tests.browser import CHROMIUM
from tests.picture_samples import shown_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt-get install chromium)"),
]
Call = Callable[..., Any]

PICTURE = {"width": 3000, "height": 4000}
SCREEN = {"width": 900, "height": 600}


def views(count: int) -> list[dict[str, Any]]:
    """Views of pictures of every shape, near and far, turned and not, with a point of the screen to do something at."""
    dice = random.Random(1701)
    found = []
    for _ in range(count):
        picture = {"width": dice.randint(1, 40_000), "height": dice.randint(1, 40_000)}
        screen = {"width": dice.randint(300, 2000), "height": dice.randint(200, 1200)}
        view = {
            "x": dice.uniform(0, picture["width"]),
            "y": dice.uniform(0, picture["height"]),
            "scale": 10 ** dice.uniform(-1.5, 0.8),
            "turn": dice.choice([0, 90, 180, 270]),
        }
        point = {"x": dice.uniform(0, screen["width"]), "y": dice.uniform(0, screen["height"])}
        found.append({"picture": picture, "screen": screen, "view": view, "point": point, "by": dice.uniform(0.3, 3)})
    return found


def test_a_point_of_the_screen_is_a_point_of_the_picture_and_back(call: Call) -> None:
    far = call(
        "viewport",
        """return Math.max(...given.map(({view, screen, point}) => {
            const back = m.toScreen(view, screen, m.toPicture(view, screen, point));
            return Math.hypot(back.x - point.x, back.y - point.y);
        }));""",
        views(300),
    )
    assert far < 1e-6


def test_what_is_beneath_the_pointer_stays_there_when_one_zooms(call: Call) -> None:
    """Where the view is not held back by the edge of the picture."""
    far, tried = call(
        "viewport",
        """let far = 0, tried = 0;
        for (const {picture, screen, view, point, by} of given) {
            const from = m.kept(view, picture, screen), beneath = m.toPicture(from, screen, point);
            const to = m.zoomed(from, picture, screen, by, point), now = m.toScreen(to, screen, beneath);
            if (to.x <= 0 || to.y <= 0 || to.x >= picture.width || to.y >= picture.height) continue;
            tried += 1;
            far = Math.max(far, Math.hypot(now.x - point.x, now.y - point.y));
        }
        return [far, tried];""",
        views(400),
    )
    assert far < 1e-3
    assert tried > 100


def test_a_pull_moves_the_picture_as_far_whichever_way_it_is_turned(call: Call) -> None:
    moved = call(
        "viewport",
        """return given.turns.map((turn) => {
            const view = {x: 1500, y: 2000, scale: 0.5, turn}, to = m.moved(view, given.picture, given.screen, 30, -12);
            const mark = {x: 1600, y: 1900};
            const was = m.toScreen(view, given.screen, mark), is = m.toScreen(to, given.screen, mark);
            return [Math.round(is.x - was.x), Math.round(is.y - was.y)];
        });""",
        {"picture": PICTURE, "screen": SCREEN, "turns": [0, 90, 180, 270]},
    )
    assert moved == [[30, -12]] * 4


def test_one_never_loses_the_picture_nor_gets_beyond_use(call: Call) -> None:
    out = call(
        "viewport",
        """return given.filter(({picture, screen, view, by}) => {
            let now = m.kept(view, picture, screen);
            for (let i = 0; i < 40; i += 1) now = m.zoomed(now, picture, screen, by < 1 ? 0.5 : 2);
            now = m.moved(now, picture, screen, 1e6, -1e6);
            const centre = now.x >= 0 && now.x <= picture.width && now.y >= 0 && now.y <= picture.height;
            const fit = m.wholeScale(picture, screen, now.turn);
            const scale = now.scale >= Math.min(fit, 1) * 0.499 && now.scale <= Math.max(fit, 8) * 1.001;
            return !(centre && scale);
        }).length;""",
        views(200),
    )
    assert out == 0


def test_a_whole_picture_stays_whole_when_turned_and_a_detail_a_detail(call: Call) -> None:
    whole, detail, lying = call(
        "viewport",
        """const {picture, screen} = given, at = m.whole(picture, screen);
        const near = m.kept({...at, scale: 2, x: 700, y: 900}, picture, screen);
        const turned = m.turned(at, picture, screen, 90), kept = m.turned(near, picture, screen, -90);
        return [[at.scale, turned.turn], [kept.x, kept.y, kept.scale, kept.turn], turned.scale];""",
        {"picture": PICTURE, "screen": SCREEN},
    )
    assert whole == [pytest.approx(600 / 4000), 90]
    assert detail == [700, 900, 2, 270]
    assert lying == pytest.approx(600 / 3000), "lying, 4000 by 3000 fits 900 by 600 at a fifth"


def test_an_area_that_is_pointed_to_is_seen_whole(call: Call) -> None:
    missed = call(
        "viewport",
        """return given.filter(({picture, screen}) => {
            const area = {x: Math.floor(picture.width / 3), y: Math.floor(picture.height / 4),
                width: Math.ceil(picture.width / 5), height: Math.ceil(picture.height / 3)};
            const got = m.seen(m.framing(area, picture, screen), picture, screen);
            const within = got.x <= area.x && got.y <= area.y && got.x + got.width >= area.x + area.width;
            const near = screen.width / area.width < 8 && screen.height / area.height < 8;
            return near && !(within && got.y + got.height >= area.y + area.height);
        }).length;""",
        views(200),
    )
    assert missed == 0


@pytest.mark.parametrize(
    ("fragment", "area"),
    [
        ("#xywh=12,40,300,200", {"x": 12, "y": 40, "width": 300, "height": 200}),
        ("#xywh=pixel:0,0,1,1", {"x": 0, "y": 0, "width": 1, "height": 1}),
        ("#xywh=percent:1,1,9,9", None),
        ("#xywh=1,2,0,4", None),
        ("#xywh=1,2,3", None),
        ("#top", None),
        ("", None),
    ],
)
def test_an_address_points_to_an_area(fragment: str, area: dict[str, int] | None, call: Call) -> None:
    assert call("viewport", "return m.areaOf(given);", fragment) == area
    if area is not None:
        assert call("viewport", "return m.areaOf(m.fragmentOf(given));", area) == area


@pytest.fixture
def stage(call: Call, bench: Any) -> Callable[[], dict[str, float]]:
    """A stage of 800 by 600 with a picture of twice that, and a way to say how it stands."""
    call(
        "stage",
        """document.body.innerHTML = "<div id=s></div>";
        Object.assign(document.body.style, {margin: 0});
        const place = document.querySelector("#s");
        Object.assign(place.style, {width: "800px", height: "600px", position: "relative", touchAction: "none"});
        const stage = window.stage = new m.Stage(place);
        stage.picture = {width: 1600, height: 1200, tile: null, factors: [], base: ""};
        window.told = [];
        stage.addEventListener("act", (event) => told.push(event.detail.name));
        stage.view = {x: 800, y: 600, scale: 1, turn: 0};""",
    )
    return lambda: bench.evaluate("({...stage.view})")


def test_a_pull_with_the_mouse_moves_the_picture_with_it(stage: Callable[[], dict[str, float]], bench: Any) -> None:
    bench.mouse.move(400, 300)
    bench.mouse.down()
    bench.mouse.move(340, 330, steps=3)
    bench.mouse.up()
    bench.mouse.move(10, 10)
    view = stage()
    assert (view["x"], view["y"], view["scale"]) == (860, 570, 1)
    assert set(bench.evaluate("told")) == {"move"}


def test_the_wheel_zooms_where_the_pointer_is(stage: Callable[[], dict[str, float]], bench: Any) -> None:
    bench.mouse.move(600, 150)
    bench.mouse.wheel(0, -200)
    bench.wait_for_function("stage.view.scale > 1")
    view = stage()
    assert view["x"] + 200 / view["scale"] == pytest.approx(1000)
    assert view["y"] - 150 / view["scale"] == pytest.approx(450)


def test_two_fingers_spread_twice_as_far_double_what_is_seen(stage: Callable[[], dict[str, float]], bench: Any) -> None:
    fingers = bench.context.new_cdp_session(bench)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (350, 300))
    touch("touchStart", (350, 300), (450, 300))
    for step in range(1, 6):
        touch("touchMove", (350 - 10 * step, 300), (450 + 10 * step, 300))
    touch("touchEnd")
    view = stage()
    assert view["scale"] == pytest.approx(2, rel=0.02)
    assert [view["x"], view["y"]] == pytest.approx([800, 600], abs=3)
    assert bench.evaluate("stage.pointers.size") == 0


def test_a_whole_picture_stays_whole_when_the_window_changes(stage: Callable[[], dict[str, float]], bench: Any) -> None:
    bench.evaluate("stage.act({name: 'whole'})")
    assert stage()["scale"] == 0.5
    bench.evaluate("document.querySelector('#s').style.width = '400px'")
    bench.wait_for_function("stage.screen.width === 400")
    assert stage()["scale"] == 0.25
    bench.evaluate("stage.act({name: 'zoom', factor: 2})")
    bench.evaluate("document.querySelector('#s').style.width = '600px'")
    bench.wait_for_function("stage.screen.width === 600")
    assert stage()["scale"] == 0.5, "a detail is not blown up because there is more room"


@pytest.mark.parametrize("tile", [256, 512, 1000])
def test_every_tile_that_is_asked_for_is_one_that_was_made(tile: int, call: Call) -> None:
    """Script and server agree on addresses at every level and edge: there is nothing but what was made beforehand."""
    dice = random.Random(tile)
    pictures = [shown_of(dice.randint(1, 9000), dice.randint(1, 9000), tile) for _ in range(25)]
    pictures += [
        shown_of(tile, tile, tile),
        shown_of(tile + 1, tile, tile),
        shown_of(1, 1, tile),
        shown_of(4 * tile, 1, tile),
    ]
    addresses = call(
        "tiles",
        """return given.map((shown) => {
            const {width, height, tile, factors} = shown;
            const info = {width, height, tiles: [{width: tile, scaleFactors: factors}]};
            const picture = m.described(info, "/iiif/key/info.json"), all = {x: 0, y: 0, width, height};
            return picture.factors.flatMap((factor) => m.wanted(picture, factor, all).map((tile) => tile.address));
        });""",
        pictures,
    )
    for picture, asked in zip(pictures, addresses, strict=True):
        files = {iiif.file_of(picture, *address.removeprefix("/iiif/key/").split("/")) for address in asked}
        assert None not in files
        assert len(files) == len(asked), "no tile twice"


def test_wanted_tiles_cover_what_is_seen_and_begin_in_its_middle(call: Call) -> None:
    missed, first = call(
        "tiles",
        """const info = {width: 3000, height: 4000, tiles: [{width: 512, scaleFactors: [1, 2, 4, 8]}]};
        const picture = m.described(info, "/x/info.json"), area = {x: 700, y: 900, width: 1300, height: 777};
        const tiles = m.wanted(picture, 1, area);
        let missed = 0;
        for (let x = area.x; x < area.x + area.width; x += 13) for (let y = area.y; y < area.y + area.height; y += 13)
            if (!tiles.some((t) => x >= t.x && x < t.x + t.width && y >= t.y && y < t.y + t.height)) missed += 1;
        return [missed, [tiles[0].x, tiles[0].y]];""",
    )
    assert missed == 0
    assert first == [1024, 1024]


@pytest.mark.parametrize(
    ("scale", "factor"), [(8, 1), (1, 1), (0.96, 1), (0.6, 1), (0.5, 2), (0.3, 2), (0.25, 4), (0.14, 4), (0.01, 8)]
)
def test_the_level_is_as_fine_as_the_screen_and_no_finer(scale: float, factor: int, call: Call) -> None:
    picture = {"factors": [1, 2, 4, 8]}
    assert call("tiles", "return m.factorFor(given[0], given[1]);", [picture, scale]) == factor


def test_tiles_are_fetched_few_at_once_and_only_while_they_are_wanted(call: Call) -> None:
    """A reader who dashes across a map must not wait for all that he dashed past."""
    before, after, kept = call(
        "tiles",
        """const made = [];
        const make = () => { const one = {}; made.push(one); return one; };
        const tiles = new m.Tiles(() => {}, {atOnce: 2, most: 3, make});
        const named = (names) => names.map((address) => ({address}));
        tiles.want(named(["a", "b", "c", "d"]));
        const before = made.map((one) => one.src);
        tiles.want(named(["x", "y"]));
        made[0].onload(); made[1].onerror();
        const after = made.map((one) => one.src);
        made[2].onload(); made[3].onload();
        return [before, after, ["a", "x", "y"].map((address) => tiles.get({address}) !== null)];""",
    )
    assert before == ["a", "b"]
    assert after == ["a", "b", "x", "y"]
    assert kept[1:] == [True, True]


@pytest.mark.parametrize(
    ("key", "act"),
    [
        ({"key": "ArrowRight"}, {"name": "move", "dx": -64, "dy": 0}),
        ({"key": "ArrowUp", "shiftKey": True}, {"name": "move", "dx": 0, "dy": 320}),
        ({"key": "+"}, {"name": "zoom", "factor": 1.25}),
        ({"key": "R"}, {"name": "turn", "degrees": -90}),
        ({"key": "0"}, {"name": "whole"}),
        ({"key": "r", "ctrlKey": True}, None),
        ({"key": "1", "isComposing": True}, None),
        ({"key": "a"}, None),
    ],
)
def test_keys_of_the_stage(key: dict[str, Any], act: dict[str, Any] | None, call: Call) -> None:
    assert call("stage", "return m.actOfKey(given);", key) == act


def test_a_wheel_zooms_as_far_down_as_up_and_never_wildly(call: Call) -> None:
    up, down, wild = call(
        "stage",
        """const turns = [[-100, 0], [100, 0], [1e6, 1]];
        return turns.map(([deltaY, deltaMode]) => m.factorOfWheel({deltaY, deltaMode}));""",
    )
    assert up * down == pytest.approx(1)
    assert up > 1
    assert 0.6 < wild < 1


@pytest.mark.parametrize(
    ("moved", "target", "after", "expected"),
    [("a", "c", True, "bcad"), ("d", "b", False, "adbc"), ("b", "b", True, "abcd"), ("a", "d", True, "bcda")],
)
def test_dragged_pictures_stand_where_they_were_let_go(
    moved: str, target: str, after: bool, expected: str, call: Call
) -> None:
    given = [list("abcd"), moved, target, after]
    assert "".join(call("manage", "return m.reordered(...given);", given)) == expected


@pytest.mark.parametrize(
    ("key", "by", "expected"), [("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("c", -1, "acb")]
)
def test_stepped_pictures_change_places(key: str, by: int, expected: str, call: Call) -> None:
    assert "".join(call("manage", "return m.stepped(...given);", [list("abc"), key, by])) == expected


@pytest.mark.parametrize(
    ("key", "to"), [("PageDown", 2), ("PageUp", 0), ("Home", 0), ("End", 3), ("n", 2), ("p", 0), ("x", None)]
)
def test_keys_lead_from_picture_to_picture(key: str, to: int | None, call: Call) -> None:
    assert call("viewer", "return m.neighbour(4, 1, given);", key) == to


def test_there_is_nothing_before_the_first_and_after_the_last(call: Call) -> None:
    assert call("viewer", "return [m.neighbour(2, 0, 'PageUp'), m.neighbour(2, 1, 'PageDown')];") == [0, 1]


def test_pieces_grow_on_a_good_line_and_shrink_on_a_bad_one(call: Call) -> None:
    sizes = call("uploads", "return given.map(([size, took]) => m.nextPiece(size, took));", [
        [512 * 1024, 100], [4 * 2**20, 10], [2**20, 1500], [2**20, 30_000], [64 * 1024, 1e9], [1, 0],
    ])  # fmt: skip
    assert sizes == [2**21, 4 * 2**20, 2**20, 65536, 65536, 65536]


SERVER = (Path(__file__).parent / "little_server.js").read_text(encoding="utf-8")


def sent(
    call: Call, size: int = 1_500_000, faults: list[dict[str, Any]] | None = None, then: str = ""
) -> dict[str, Any]:
    """Send a file to the little server; return what became of it."""
    body = f"{SERVER}{then}; return {{state: one.state, words: one.words, states, log, slept, whole}};"
    found: dict[str, Any] = call("uploads", body, {"size": size, "faults": faults or []})
    return found


def test_a_file_arrives_whole_and_in_order(call: Call) -> None:
    got = sent(call)
    assert (got["state"], got["whole"]) == ("checking", True)
    assert got["states"] == ["waiting", "sending", "checking"]
    assert got["log"][:2] == ["POST", "PATCH 0"]
    assert len(got["log"]) > 2


@pytest.mark.parametrize(
    "faults",
    [
        [{"line": True}],
        [{"status": 503}, {"status": 500}, {"line": True}],
        [{"half": True}, {"half": True}],
        [{"half": False, "lost": True}],
        [{"status": 423, "said": {"code": "busy", "message": "同一文件正从另一处上传"}}],
        [{"status": 409, "said": {"code": "offset", "offset": 7}}],
        [{"status": 404, "said": {"code": "gone"}}],
        [{"on": "POST", "line": True}, {"line": True}],
    ],
    ids=["line", "server", "torn", "answer lost", "busy", "offset", "gone", "from the start"],
)
def test_a_broken_line_costs_time_and_nothing_else(faults: list[dict[str, Any]], call: Call) -> None:
    got = sent(call, faults=faults)
    assert (got["state"], got["whole"]) == ("checking", True)
    assert "broken" in got["states"]
    assert got["slept"], "it waits before it tries again"


def test_patience_grows_while_the_line_stays_down_and_begins_anew_with_a_piece(call: Call) -> None:
    got = sent(call, faults=[{"line": True}] * 7)
    assert got["slept"] == [1000, 2000, 4000, 8000, 16000, 30000, 30000]


@pytest.mark.parametrize("status", [422, 400, 403, 413])
def test_what_the_server_refuses_is_not_tried_again(status: int, call: Call) -> None:
    refusal = {"status": status, "on": "POST", "said": {"code": "quota", "message": "放不下"}}
    got = sent(call, faults=[refusal])
    assert (got["state"], got["words"], got["log"]) == ("refused", "放不下", ["POST"])


def test_an_ended_session_waits_for_its_person(call: Call) -> None:
    """What has arrived stays; after the login it goes on from there."""
    again = "uploads.resume(one); await ended(); const now = kept.length === given.size"
    got = sent(call, faults=[{"status": 401, "said": {"code": "login"}}], then=again)
    assert got["states"] == ["waiting", "sending", "paused", "waiting", "sending", "checking"]
    assert got["slept"] == []


def test_what_is_given_up_is_thrown_away_on_the_server_too(call: Call) -> None:
    got = sent(call, faults=[{"status": 401}], then="uploads.drop(one)")
    assert got["log"][-1] == "DELETE"


def test_what_a_batch_shows_is_said_with_each_file(call: Call) -> None:
    body = f"{SERVER} one.role = 'changed later'; return roles;"
    assert call("uploads", body, {"size": 100, "role": "seal"}) == ["seal"]


def test_a_file_chosen_twice_is_sent_once(call: Call) -> None:
    got = sent(call, then="uploads.add([file]); one.again = uploads.all.length; one.words = String(uploads.all.length)")
    assert got["words"] == "1"


def test_files_of_one_name_in_two_folders_are_two(call: Call) -> None:
    then = "uploads.add([new File([bytes], 'map.tif', {lastModified: 6})]); one.words = String(uploads.all.length)"
    assert sent(call, then=then)["words"] == "2"


def test_a_paused_run_does_not_wake_beside_the_one_begun_again(call: Call) -> None:
    """Paused while the line was down, taken up again before the pause ran out: two senders of one file would fight."""
    then = """
    let slow; one.sleep = () => new Promise((wake) => (slow = wake));
    one.line = new m.Line("/u/", () => "", async () => { throw new TypeError("network"); });
    kept.length = 0; one.set("waiting"); uploads.next();
    while (one.state !== "broken") await new Promise((done) => setTimeout(done, 1));
    const first = one.turn; one.pause();
    one.line = uploads.line; log.length = 0; uploads.resume(one); slow();
    await ended();
    await new Promise((done) => setTimeout(done, 20));
    """
    got = sent(call, size=100_000, then=then)
    assert got["state"] == "checking"
    assert got["log"].count("POST") == 1
