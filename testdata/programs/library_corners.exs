# Corners of the library: what is returned at the edges, and what is said when something is wrong.
Process.flag(:trap_exit, true)

attempt = fn fun ->
  try do
    fun.()
  rescue
    e -> {e.__struct__, Exception.message(e)}
  catch
    kind, reason -> {kind, reason}
  end
end

show = fn title, values ->
  IO.puts("-- #{title}")
  Enum.each(values, &IO.inspect/1)
end

:rand.seed(:exsss, {1, 2, 3})

show.("samples", [
  Enum.shuffle(1..10),
  Enum.take_random(1..100, 5),
  Enum.take_random([:a, :b, :c], 1),
  Enum.take_random(1..3, 9),
  Enum.random(1..1000)
])

show.("zips", [
  Enum.zip([]),
  Enum.zip(%{}),
  Stream.zip([1..3, Stream.map(1..9, &(&1 * 2))]) |> Enum.to_list(),
  [1, 2, 3] |> Stream.take(2) |> Stream.flat_map(&[&1, &1]) |> Enum.to_list(),
  Enum.zip(Stream.cycle([1]), Stream.take(1..9, 2)),
  Enum.slide(Enum.to_list(0..9), -100..2, 5)
])

show.("lists and strings", [
  List.myers_difference([3, 2, 0, 2], [2, 2, 0, 2]),
  attempt.(fn -> List.to_charlist([:a]) end) |> elem(0),
  String.byte_slice("héllò", 2, 4),
  String.byte_slice(<<255, "ll", 255>>, 0, 10),
  String.replace("ab", "", fn "" -> ["."] end),
  String.splitter("hello", []) |> Enum.to_list(),
  Float.round(String.jaro_distance("xdicksonx", "dixon"), 4),
  Float.parse("1.8e308"),
  Float.parse("1.5x")
])

show.("options", [
  OptionParser.parse(["--bad", "opt", "foo", "-o", "x", "bar"], switches: [bad: :integer]),
  OptionParser.parse(["-ab3=bar"], aliases: [a: :first, b: :second], switches: [first: :boolean, second: :boolean]),
  OptionParser.parse(["--no-value"], switches: [value: :string]),
  OptionParser.parse(["-o43.2", "-o", "-1"], switches: [option: [:float, :keep]], aliases: [o: :option]),
  OptionParser.parse(["--source", "a", "--doc", "b"], strict: [source: :string]),
  OptionParser.parse_head(["--flag", "x", "--other"], strict: [flag: :boolean, other: :boolean]),
  OptionParser.split(~S[foo '\"bar"\'\ ' b\ c]),
  attempt.(fn -> OptionParser.parse!(["--doc-bar"], strict: [docs_bar: :string]) end)
])

show.("addresses", [
  URI.new!("http://user@host.com:8080/p?q#f"),
  URI.new!("//[1080::8:800:200C:417A]/"),
  URI.merge("http://a/b/c/d;p?q", "g:h") |> to_string(),
  URI.merge("http://a/b/c/d;p?q", "../../../g") |> to_string(),
  URI.new("/>")
])

show.("paths", [
  Path.absname("/./foo"),
  Path.relative("/"),
  Path.relative_to("usr/local/foo", "usr/local"),
  Path.relative_to("usr/local/foo", "etc"),
  attempt.(fn -> Path.wildcard("a\0b") end) |> elem(0)
])

show.("regular expressions", [
  Regex.split(~r/(?<first>)abc(?<last>)/, "xabcxabcx", on: [:last, :first]),
  Regex.split(~r/[Ei]/, "Elixir", include_captures: true, parts: 2, trim: true),
  Regex.scan(~r/cd/, "abcd", capture: :all_names),
  Regex.compile!("a\a\b\t\v/"),
  Regex.compile!("foo", [:ucp]),
  Regex.opts(~r/a/iu)
])

show.("calendars", [
  Calendar.ISO.shift_time(0, 0, 0, {3500, 6}, Duration.new!(microsecond: {-2000, 4})),
  Duration.to_string(Duration.new!(year: 1, week: 2, second: -4, microsecond: {230_000, 2})),
  Duration.to_string(Duration.new!(hour: 1, minute: 5), units: [hour: " h", minute: " min"], separator: ", "),
  attempt.(fn -> Date.shift(~D[2024-01-31], hour: 1) end),
  attempt.(fn -> Date.shift(~D[2024-01-31], months: 1) end),
  attempt.(fn -> Date.shift(~D[2024-01-31], %Duration{second: 1}) end),
  attempt.(fn -> Calendar.strftime(~D[2024-01-31], "%c", preferred_datetime: "%c") end) |> elem(0),
  Calendar.strftime(~N[2024-01-31 01:02:03], "%05d|%-d|%_5H|%04%|%y"),
  attempt.(fn -> Calendar.ISO.day_of_week(2018, 2, 30, :default) end),
  %{~N[2000-01-01 00:00:00] | year: 99999},
  attempt.(fn -> NaiveDateTime.diff(~N[2000-01-01 00:00:00], ~N[2000-01-01 00:00:00], "day") end),
  DateTime.shift(~U[2024-01-31 00:00:00Z], month: 1, hour: 1),
  Time.add(~T[00:00:00], 1, 10)
])

defmodule Failing do
  defstruct [:name]

  defimpl Inspect do
    def inspect(%{name: name}, _opts), do: Atom.to_string(name)
  end
end

defmodule Shown do
  # What is shown, without the stack trace.
  def head(value, opts \\ []) do
    value |> inspect(opts) |> String.split("Stacktrace") |> hd()
  end
end

IO.puts("-- inspect")
IO.puts(Shown.head(struct(Failing, name: "Foo")))
IO.puts(attempt.(fn -> inspect(struct(Failing, name: "Foo"), safe: false) end) |> elem(1))
IO.inspect(inspect([a: 1, b: <<1::3>>], syntax_colors: [atom: :red, number: :blue, list: :green]))
IO.inspect(["\u2063", "\uFEFF", Elixir.Elixir, :"::", <<193>>, {:a, <<5::4>>}])
IO.puts(inspect(Enum.to_list(1..40), width: 30, pretty: true))

IO.puts("-- devices")
{:ok, device} = StringIO.open("abc\ndef", capture_prompt: true)
IO.inspect(IO.getn(device, "> ", :eof))
IO.inspect(StringIO.contents(device))
{:ok, device} = StringIO.open("1. 2.")
IO.inspect(:io.request(device, {:get_until, :unicode, "", :erl_scan, :tokens, [1]}))
IO.inspect(:file.position(device, 0))

IO.puts("-- files")
folder = Path.join(System.tmp_dir!(), "library_corners_#{System.pid()}")
File.mkdir_p!(Path.join(folder, "empty"))
file = Path.join(folder, "wide.txt")
File.write!(file, :unicode.encoding_to_bom({:utf16, :little}) <> :unicode.characters_to_binary("añb\n\u{1F600}c\n", :utf8, {:utf16, :little}))
IO.inspect(File.stream!(file, [{:encoding, {:utf16, :little}}, :trim_bom]) |> Enum.to_list())
IO.inspect(File.rename(file, Path.join(folder, "empty")))
File.mkdir_p!(Path.join(folder, "full/inside"))
IO.inspect(File.rename(Path.join(folder, "full"), Path.join(folder, "empty")))
IO.inspect(File.ls(Path.join(folder, "empty")))
text = Path.join(folder, "text.txt")
File.write!(text, "FOO\nBAR\n")
IO.inspect(File.stream!(text, read_offset: 1) |> Enum.to_list())
IO.inspect(File.stream!(text, 3, read_offset: 1) |> Enum.count())
IO.inspect(attempt.(fn -> File.rm_rf("a\0b") end) |> elem(0))
File.rm_rf!(folder)

show.("commands", [
  System.cmd("echo", ["hello\nworld"], into: [], lines: 1024),
  attempt.(fn -> System.cmd("ls", [~c"/"]) end),
  attempt.(fn -> System.cmd("ls", [], use_stdio: false, stderr_to_stdout: true) end) |> elem(0)
])

show.("tasks", [
  attempt.(fn -> Task.await_many([Task.async(fn -> Process.sleep(:infinity) end), Task.async(fn -> exit({:shutdown, :gone}) end)]) end) |> elem(1) |> elem(0),
  Task.ignore(Task.completed(:done)),
  Task.shutdown(Task.completed(:done)),
  attempt.(fn -> Task.async_stream([1], & &1, on_timeout: :what) |> Enum.to_list() end)
])

show.("reasons", [
  Exception.format_exit({:start_spec, {:invalid_restart_type, :foo}}),
  Exception.format_exit({:bad_return, {Foo, :init, :bar}}),
  Exception.format_exit({:supervisor_data, {:invalid_strategy, :foo}}),
  attempt.(fn -> raise MissingApplicationsError, apps: [{:plug, "~> 1.0"}] end)
])
