package top_test

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/uniseg"

	"joist"
	"joist/internal/top"
)

// program has what the tabs show: a supervisor with servers, a table, messages that wait, an endless loop.
const program = `
defmodule Counter do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, opts)
  def init(opts), do: {:ok, %{counted: 42, opts: opts}}
end

:ets.new(:words, [:named_table, :public])
:ets.insert(:words, {1, "one"})
children = for i <- 1..3, do: Supervisor.child_spec({Counter, name: :"counter_#{i}"}, id: i)
{:ok, _} = Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)
waiting = spawn(fn -> Process.sleep(:infinity) end)
for i <- 1..7, do: send(waiting, {:message, i})
Process.register(waiting, :"日本語のプロセス")
loop = fn loop -> loop.(loop) end
Process.register(spawn(fn -> loop.(loop) end), :spinner)
Process.register(spawn(fn -> Process.flag(:priority, :low); Process.sleep(:infinity) end), :sleeper)
Process.sleep(:infinity)
`

// picture is a screen that keeps what was shown last as lines of text.
type picture struct {
	tcell.SimulationScreen
	mu    sync.Mutex
	lines []string
}

// Show is called by the view alone, so nobody changes the cells meanwhile.
func (p *picture) Show() {
	p.SimulationScreen.Show()
	cells, width, height := p.GetContents()
	lines := make([]string, height)
	for y := range height {
		var b strings.Builder
		for x := 0; x < width; x++ {
			c := cells[y*width+x]
			if len(c.Runes) == 0 || c.Runes[0] == 0 {
				b.WriteByte(' ')
				continue
			}
			b.WriteString(string(c.Runes))
			x += uniseg.StringWidth(string(c.Runes)) - 1
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	p.mu.Lock()
	p.lines = lines
	p.mu.Unlock()
}

// session is a live view that a test looks at and types into.
type session struct {
	t      *testing.T
	rt     *joist.Runtime
	screen *picture
	gate   *top.Gate
	done   chan bool
	ended  chan struct{}
}

func start(t *testing.T, width, height int) *session {
	t.Helper()
	rt, err := joist.New(joist.Config{Schedulers: 2, Stdin: strings.NewReader(""), Stdout: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	screen := &picture{SimulationScreen: tcell.NewSimulationScreen("UTF-8")}
	if err := screen.Init(); err != nil {
		t.Fatal(err)
	}
	screen.SetSize(width, height)
	s := &session{t, rt, screen, top.NewGate(io.Discard, io.Discard), make(chan bool, 1), make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	go rt.RunString(ctx, program)
	go func() {
		interrupted, err := top.Run(ctx, top.Options{
			Observer: rt.Observer(), Title: "shop.exs", Screen: screen, Interval: 20 * time.Millisecond, Output: s.gate,
			Details: top.Details(rt),
		})
		if err != nil {
			t.Error(err)
		}
		s.done <- interrupted
		close(s.ended)
	}()
	t.Cleanup(func() {
		cancel()
		<-s.ended
		rt.Close()
	})
	return s
}

// lines are what the screen shows.
func (s *session) lines() []string {
	s.screen.mu.Lock()
	defer s.screen.mu.Unlock()
	return s.screen.lines
}

// want waits until the screen shows a text that matches.
func (s *session) want(pattern string) {
	s.t.Helper()
	re := regexp.MustCompile("(?s)" + pattern)
	deadline := time.Now().Add(2 * time.Minute)
	for {
		text := strings.Join(s.lines(), "\n")
		if re.MatchString(text) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen does not show %q:\n%s", pattern, text)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *session) typed(keys string) {
	for _, r := range keys {
		s.screen.InjectKey(tcell.KeyRune, r, tcell.ModNone)
	}
}

func (s *session) key(k tcell.Key) { s.screen.InjectKey(k, 0, tcell.ModNone) }

func TestTabs(t *testing.T) {
	for _, width := range []int{80, 40, 132} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			s := start(t, width, 24)
			s.want(`joist top  shop\.exs.*up 0:.*1\[.*processes \d+.*PID +NAME`)
			s.want(`:spinner`)
			s.typed("s") // by memory
			s.typed("2")
			s.want(`supervisor Sho.*├ :counter_1.*├ :counter_2.*└ :counter_3`)
			s.typed("o")
			s.want(`PROCESS[^\n]*\n *supervisor Shop`)
			s.typed("3")
			s.want(`:words +1 `)
			s.typed("4")
			s.want(`processes +[\d.]+[KM]B +[\d.]+[KM]B.*from the system`)
			fmt.Fprintln(s.gate.Out(), "first \x1b[31mred\x1b[0m line")
			fmt.Fprintln(s.gate.Err(), "an error")
			s.typed("5")
			s.want(`first red line\nan error`)
			s.typed("?")
			s.want(`reverse the order`)
			s.typed("x1")
			s.want(`PID +NAME`)
			s.typed("q")
			if interrupted := <-s.done; interrupted {
				t.Error("q counts as ^C")
			}
		})
	}
}

func TestSortAndFilter(t *testing.T) {
	s := start(t, 100, 24)
	s.want(`\n<[\d.]+> +:spinner +norm`) // the busiest comes first
	s.typed("ss")
	s.want(`by messages.*CURRENT FUNCTION\n<[\d.]+> +:"?日本語のプロセス"? .* 7 Process\.sleep/1`)
	s.typed("/counter_2")
	s.want(`1 of \d+ have "counter_2".*MSGS[^\n]*\n<[\d.]+> +:counter_2[^\n]*\n *\n`)
	s.key(tcell.KeyEscape)
	s.want(`:counter_1`)
	s.typed("/counter.init") // the label of a server, for which it is asked
	s.key(tcell.KeyEnter)
	s.want(`3 of \d+ have "counter\.init"`)
}

func TestLookInto(t *testing.T) {
	s := start(t, 80, 50)
	s.typed("/counter_2")
	s.want(`1 of \d+ have "counter_2"`)
	s.key(tcell.KeyEnter)
	s.key(tcell.KeyEnter)
	s.want(`registered as :counter_2.*Counter\.init/1.*State.*counted: 42.*Stack.*gen_server.*Dictionary`)
	s.rt.Kill(pidOf(t, s.rt, "counter_2"))
	s.want(`\(ended\).*This process has ended`)
	s.key(tcell.KeyEscape)
	s.key(tcell.KeyCtrlC)
	if interrupted := <-s.done; !interrupted {
		t.Error("^C does not count as such")
	}
}

func TestKillAndPriority(t *testing.T) {
	s := start(t, 100, 24)
	s.typed("/sleeper")
	s.want(`1 of \d+ have[^\n]*\n[^\n]*\n<[\d.]+> +:sleeper +low`)
	s.key(tcell.KeyEnter)
	s.typed("P")
	s.want(`Priority \(l\)ow`)
	s.typed("h")
	s.want(`:sleeper +high`)
	s.typed("kn")
	s.want(`:sleeper +high`)
	s.typed("k")
	s.want(`Kill \(y/n\)\? <[\d.]+> :sleeper`)
	s.typed("y")
	s.want(`Killed <[\d.]+> :sleeper`)
	s.want(`0 of \d+ have`)
	s.typed("p")
	s.want(`paused`)
}

// TestTinyWindow draws in windows of every small size: nothing may be written beside them or panic.
func TestTinyWindow(t *testing.T) {
	s := start(t, 80, 24)
	s.want(`:spinner`)
	for width := 1; width <= 50; width += 7 {
		for height := 1; height <= 24; height += 5 {
			s.screen.SetSize(width, height)
			s.screen.PostEvent(tcell.NewEventResize(width, height))
			for tab := range 5 {
				s.typed(fmt.Sprint(tab + 1))
				time.Sleep(2 * time.Millisecond)
			}
		}
	}
	s.screen.SetSize(80, 24)
	s.screen.PostEvent(tcell.NewEventResize(80, 24))
	s.typed("1")
	s.want(`:spinner`)
}

func pidOf(t *testing.T, rt *joist.Runtime, name string) joist.PID {
	t.Helper()
	v, err := rt.Eval(context.Background(), "Process.whereis(:"+name+")")
	if err != nil {
		t.Fatal(err)
	}
	return v.(joist.PID)
}
