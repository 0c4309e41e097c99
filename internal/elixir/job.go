package elixir

import (
	"fmt"
	"sync/atomic"

	"joist/internal/bif"
	"joist/internal/proc"
	"joist/internal/term"
)

// A Job is Go code that runs in a process of its own, where it may run Elixir code: what an embedding
// program asks of a machine from outside.
type Job struct {
	comp   *Compiler
	opts   proc.SpawnOptions
	run    func(s *Session) error
	err    error
	reason []byte // why the process ended, in external term format; nil when the job came to its end
	pid    atomic.Uint64
	done   chan struct{}
}

// Done is closed when the job's process has ended.
func (j *Job) Done() <-chan struct{} { return j.done }

// Err is the error of the job's function, once it is done.
func (j *Job) Err() error { return j.err }

// ExitReason is why the process ended before the function came back: the reason of the exit signal, in
// external term format. It is nil otherwise.
func (j *Job) ExitReason() []byte { return j.reason }

// Pid is the pid of the job's process, known once it is done or its function runs.
func (j *Job) Pid() term.Term { return term.Term(j.pid.Load()) }

// StartJob runs a function in a new process whose group leader is the process named user, if there is
// one. It returns nil when the node is closed or full.
func (comp *Compiler) StartJob(run func(s *Session) error) *Job {
	return comp.StartJobWith(proc.SpawnOptions{}, run)
}

// StartJobWith is StartJob for a process with a priority and limits of its own; what the options say of its code does not
// count.
func (comp *Compiler) StartJobWith(o proc.SpawnOptions, run func(s *Session) error) *Job {
	j := &Job{comp: comp, opts: o, run: run, done: make(chan struct{})}
	ok := comp.node.Host(func(c *proc.Ctx) {
		watcher := c.SpawnGo(j.watch, proc.SpawnOptions{HasPrio: true, Prio: proc.PrioHigh})
		if watcher == term.None {
			j = nil
			return
		}
		c.Send(watcher, term.AtomStart)
	})
	if !ok {
		return nil
	}
	return j
}

// watch is the code of the process that starts the job's process and waits for its end.
func (j *Job) watch(c *proc.Ctx, msg term.Term) bool {
	comp := Of(c.Node)
	if msg == term.AtomStart {
		handle := c.Node.Handles.Put(j)
		o := j.opts
		o.Module, o.Function = comp.mustAtom("joist_job"), comp.mustAtom("run")
		o.Args = c.Cons(term.Small(int64(handle)), term.Nil)
		o.Monitor, o.GroupLeader = true, c.Node.Whereis(term.AtomUser)
		pid, _ := c.Spawn(&o)
		if pid == term.None {
			j.err = fmt.Errorf("too many processes")
			close(j.done)
			return false
		}
		j.pid.Store(uint64(pid))
		return true
	}
	// {:DOWN, ref, :process, pid, reason}
	if !msg.IsTupleOf(5) || msg.TupleElem(0) != term.AtomDOWN {
		return true
	}
	if reason := msg.TupleElem(4); reason != term.AtomNormal {
		s := Session{Compiler: comp, c: c}
		if data, err := s.encode(reason); err == nil {
			j.reason = data
		}
	}
	close(j.done)
	return false
}

func jobNatives() []bif.Native {
	return []bif.Native{{Module: "joist_job", Function: "run", Arity: 1, Run: dirty(jobRun)}}
}

// jobRun is :joist_job.run(handle). The error is the job's, not the process's: the process ends
// normally.
func jobRun(s *Session, args []term.Term) (term.Term, error) {
	j, ok := s.node.Handles.Take(uint64(args[0].SmallValue())).(*Job)
	if !ok {
		return term.None, argumentError("no such job")
	}
	j.err = j.run(s)
	return term.AtomOk, nil
}

// Kill ends the job's process.
func (j *Job) Kill() {
	j.comp.node.Host(func(c *proc.Ctx) {
		if pid := j.Pid(); pid != term.None {
			c.ExitSignal(pid, term.AtomKill)
		}
	})
}
