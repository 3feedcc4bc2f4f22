package io.kronosq.cli;

import io.kronosq.task.KronosException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The live view: a thread of its own looks, so that keys are answered while Redis is slow or away.
 */
final class DashView {
  private static final long KEY_MILLIS = 100;

  private final Terminal terminal;
  private final Function<List<String>, DashPicture> looker;
  private final Duration every;
  private final String place;
  private final boolean colours;
  private volatile DashPicture picture = DashPicture.NONE;
  private volatile List<String> seen = List.of();
  private volatile @Nullable String trouble = "Looking …";
  private volatile boolean paused;
  private volatile boolean ended;

  /**
   * @param terminal where it is shown
   * @param looker looks, given the queues that are seen
   * @param place where Redis is
   */
  DashView(
      Terminal terminal,
      Function<List<String>, DashPicture> looker,
      Duration every,
      String place,
      boolean colours) {
    this.terminal = terminal;
    this.looker = looker;
    this.every = every;
    this.place = place;
    this.colours = colours;
  }

  /** Shows it until a person, or the system, ends it. */
  void show() {
    Interruption.during(() -> ended = true, this::onWholeScreen);
  }

  private void onWholeScreen() {
    Thread looking = new Thread(this::look, "kronq-dash");
    looking.setDaemon(true);
    Attributes before = terminal.enterRawMode();
    terminal.handle(Signal.INT, signal -> ended = true);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    looking.start();
    try {
      answerKeys();
    } finally {
      ended = true;
      looking.interrupt();
      terminal.puts(Capability.cursor_visible);
      terminal.puts(Capability.exit_ca_mode);
      terminal.setAttributes(before);
      terminal.flush();
    }
  }

  private void look() {
    // What the first page shows is known only once there is one.
    for (long pause = KEY_MILLIS * 2; !ended; pause = every.toMillis()) {
      if (!paused) {
        try {
          picture = looker.apply(seen);
          trouble = null;
        } catch (KronosException e) {
          // The last picture stays, and the page says that it is old.
          trouble = e.getMessage();
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void answerKeys() {
    KeyMap<DashState.Key> keys = keys(terminal);
    BindingReader reader = new BindingReader(terminal.reader());
    Display display = new Display(terminal, true);
    DashState state = DashState.BEGIN;
    while (!ended) {
      draw(display, state);
      int next = reader.peekCharacter(KEY_MILLIS);
      if (next == -1) {
        return;
      }
      if (next >= 0) {
        DashState.Key key = reader.readBinding(keys);
        if (key == null || key == DashState.Key.QUIT) {
          return;
        }
        state = state.after(key, picture.queues());
        paused = state.paused();
      }
    }
  }

  private void draw(Display display, DashState state) {
    Size size = terminal.getSize();
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    DashPage page = new DashPage(picture, state, columns, rows);
    seen = page.seen();
    List<AttributedString> lines = page.lines(place, trouble);
    display.resize(rows, columns);
    display.update(colours ? lines : lines.stream().map(DashView::plain).toList(), 0);
    terminal.flush();
  }

  private static AttributedString plain(AttributedString line) {
    return new AttributedString(line.toString());
  }

  private static KeyMap<DashState.Key> keys(Terminal terminal) {
    KeyMap<DashState.Key> keys = new KeyMap<>();
    keys.setNomatch(null);
    keys.bind(
        DashState.Key.UP, "k", KeyMap.key(terminal, Capability.key_up), "\u001b[A", "\u001bOA");
    keys.bind(
        DashState.Key.DOWN, "j", KeyMap.key(terminal, Capability.key_down), "\u001b[B", "\u001bOB");
    keys.bind(DashState.Key.PAGE_UP, "\u001b[5~");
    keys.bind(DashState.Key.PAGE_DOWN, " ", "\u001b[6~");
    keys.bind(DashState.Key.FIRST, "g", "\u001b[H", "\u001bOH", "\u001b[1~");
    keys.bind(DashState.Key.LAST, "G", "\u001b[F", "\u001bOF", "\u001b[4~");
    keys.bind(DashState.Key.PAUSE, "p");
    keys.bind(DashState.Key.HELP, "?", "h");
    keys.bind(DashState.Key.QUIT, "q", "Q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
    return keys;
  }
}
