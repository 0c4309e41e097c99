defmodule EEx do
  @moduledoc ~S"""
  Text with Elixir in it.

      iex> EEx.eval_string("foo <%= bar %>", bar: "baz")
      "foo baz"

  `<% code %>` runs code, `<%= code %>` puts its value into the text, `<%% text %>` stands for `<% text %>`, and
  `<%!-- text --%>` is a comment. An expression may go on over several tags:

      iex> EEx.eval_string("<%= for x <- [1, 2] do %><%= x %>,<% end %>")
      "1,2,"

  Options of the functions: `:file`, `:line` and `:indentation` say where the template stands, `:trim` removes the line
  that a tag stands on alone, `:engine` is the module that builds the code (`EEx.SmartEngine`), and `:parser_options` are
  options of `Code.string_to_quoted/2`.
  """

  @typedoc "Options of everything that compiles a template."
  @type compile_opts() :: [{:engine, module()} | {:file, String.t()} | {:line, pos_integer()} | {:indentation, non_neg_integer()} | {:trim, boolean()} | {:parser_options, keyword()}]

  @type line() :: non_neg_integer()
  @type column() :: non_neg_integer()

  @typedoc "What follows the opening of a tag."
  @type marker() :: [?=] | [?/] | [?|] | []

  @typedoc "Where a piece of a template stands."
  @type metadata() :: %{column: column(), line: line()}

  @typedoc "A piece of a template."
  @type token() ::
          {:comment, charlist(), metadata()}
          | {:text, charlist(), metadata()}
          | {:expr | :start_expr | :middle_expr | :end_expr, marker(), charlist(), metadata()}
          | {:eof, metadata()}

  @doc ~S"""
  Defines a function from a template.

      EEx.function_from_string(:def, :sum, "<%= a + b %>", [:a, :b])

      iex> defmodule Example.FromString do
      ...>   require EEx
      ...>   EEx.function_from_string(:def, :sum, "<%= a + b %>", [:a, :b])
      ...> end
      iex> Example.FromString.sum(1, 2)
      "3"
  """
  defmacro function_from_string(kind, name, template, args \\ [], options \\ []) do
    quote bind_quoted: [kind: kind, name: name, template: template, args: args, options: options] do
      info = Keyword.merge([file: __ENV__.file, line: __ENV__.line], options)
      args = Enum.map(args, fn arg -> {arg, [line: info[:line]], nil} end)
      compiled = EEx.compile_string(template, info)

      case kind do
        :def -> def unquote(name)(unquote_splicing(args)), do: unquote(compiled)
        :defp -> defp unquote(name)(unquote_splicing(args)), do: unquote(compiled)
      end
    end
  end

  @doc """
  Defines a function from a file with a template.

      iex> File.write!(Path.join(System.tmp_dir!(), "joist_example.eex"), "<%= a + b %>")
      iex> defmodule Example.FromFile do
      ...>   require EEx
      ...>   EEx.function_from_file(:def, :sum, Path.join(System.tmp_dir!(), "joist_example.eex"), [:a, :b])
      ...> end
      iex> {Example.FromFile.sum(1, 2), File.rm(Path.join(System.tmp_dir!(), "joist_example.eex"))}
      {"3", :ok}
  """
  defmacro function_from_file(kind, name, file, args \\ [], options \\ []) do
    quote bind_quoted: [kind: kind, name: name, file: file, args: args, options: options] do
      info = Keyword.merge([file: IO.chardata_to_string(file), line: 1], options)
      args = Enum.map(args, fn arg -> {arg, [line: info[:line]], nil} end)
      compiled = EEx.compile_file(file, info)
      @external_resource file
      @file file

      case kind do
        :def -> def unquote(name)(unquote_splicing(args)), do: unquote(compiled)
        :defp -> defp unquote(name)(unquote_splicing(args)), do: unquote(compiled)
      end
    end
  end

  @doc ~S"""
  The quoted code of a template.

      iex> quoted = EEx.compile_string("<%= a + b %>")
      iex> {text, _} = Code.eval_quoted(quoted, a: 1, b: 2)
      iex> text
      "3"
  """
  @spec compile_string(String.t(), compile_opts()) :: Macro.t()
  def compile_string(source, options \\ []) when is_binary(source) and is_list(options) do
    case tokenize(source, options) do
      {:ok, tokens} -> EEx.Compiler.compile(tokens, source, options)
      {:error, message, meta} -> raise EEx.SyntaxError.at(message, meta, source, options)
    end
  end

  @doc """
  The quoted code of a file with a template.

      iex> path = Path.join(System.tmp_dir!(), "joist_example.eex")
      iex> File.write!(path, "<%= a + b %>")
      iex> {text, _} = path |> EEx.compile_file() |> Code.eval_quoted(a: 1, b: 2)
      iex> {text, File.rm(path)}
      {"3", :ok}
  """
  @spec compile_file(Path.t(), compile_opts()) :: Macro.t()
  def compile_file(filename, options \\ []) when is_list(options) do
    filename = IO.chardata_to_string(filename)
    filename |> File.read!() |> compile_string(Keyword.merge([file: filename, line: 1], options))
  end

  @doc ~S"""
  The text of a template with values for its variables, or for `@name` when they are given as `assigns`.

      iex> EEx.eval_string("foo <%= @bar %>", assigns: [bar: "baz"])
      "foo baz"
  """
  @spec eval_string(String.t(), keyword(), compile_opts()) :: String.t()
  def eval_string(source, bindings \\ [], options \\ []) when is_binary(source) and is_list(bindings) and is_list(options),
    do: source |> compile_string(options) |> evaluate(bindings, options)

  @doc """
  The text of a file with a template.

      iex> path = Path.join(System.tmp_dir!(), "joist_example.eex")
      iex> File.write!(path, "<%= a + b %>")
      iex> {EEx.eval_file(path, a: 1, b: 2), File.rm(path)}
      {"3", :ok}
  """
  @spec eval_file(Path.t(), keyword(), compile_opts()) :: String.t()
  def eval_file(filename, bindings \\ [], options \\ []) when is_list(bindings) and is_list(options) do
    filename = IO.chardata_to_string(filename)
    options = Keyword.put_new(options, :file, filename)
    filename |> compile_file(options) |> evaluate(bindings, options)
  end

  defp evaluate(compiled, bindings, options) do
    {text, _} = Code.eval_quoted(compiled, bindings, options)
    text
  end

  @doc ~S"""
  The parts of a template.

      iex> {:ok, [text, expr, eof]} = EEx.tokenize("a <%= b %>")
      iex> {text, expr, eof}
      {{:text, ~c"a ", %{line: 1, column: 1}}, {:expr, ~c"=", ~c" b ", %{line: 1, column: 3}}, {:eof, %{line: 1, column: 11}}}
  """
  @spec tokenize(IO.chardata(), keyword()) :: {:ok, [token()]} | {:error, String.t(), metadata()}
  def tokenize(contents, options \\ []) do
    contents |> IO.chardata_to_string() |> EEx.Tokenizer.tokenize(options)
  end
end
