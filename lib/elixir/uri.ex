defmodule URI do
  @moduledoc """
  Addresses of resources, after RFC 3986.
  """

  @type t() :: %URI{
          authority: authority(),
          fragment: nil | binary(),
          host: nil | binary(),
          path: nil | binary(),
          port: nil | :inet.port_number(),
          query: nil | binary(),
          scheme: nil | binary(),
          userinfo: nil | binary()
        }

  @opaque authority() :: nil | binary()

  defstruct [:scheme, :authority, :userinfo, :host, :port, :path, :query, :fragment]

  @doc """
  The port that belongs to a scheme, or `nil`.

      iex> URI.default_port("http")
      80
  """
  @spec default_port(binary()) :: nil | non_neg_integer()
  def default_port(scheme) when is_binary(scheme) do
    case :persistent_term.get({URI, scheme}, nil) do
      nil -> known_port(scheme)
      port -> port
    end
  end

  defp known_port("ftp"), do: 21
  defp known_port("http"), do: 80
  defp known_port("https"), do: 443
  defp known_port("ldap"), do: 389
  defp known_port("ldaps"), do: 636
  defp known_port("sftp"), do: 22
  defp known_port("tftp"), do: 69
  defp known_port("ws"), do: 80
  defp known_port("wss"), do: 443
  defp known_port(_scheme), do: nil

  @doc """
  Sets the port that belongs to a scheme.

      iex> URI.default_port("doc-scheme", 7777)
      :ok
      iex> URI.default_port("doc-scheme")
      7777
  """
  @spec default_port(binary(), non_neg_integer()) :: :ok
  def default_port(scheme, port) when is_binary(scheme) and is_integer(port) and port >= 0,
    do: :persistent_term.put({URI, scheme}, port)

  @doc """
  Pairs as a query.

      iex> URI.encode_query(%{"a" => 1, "b" => "x y"})
      "a=1&b=x+y"
  """
  @spec encode_query(Enumerable.t(), :rfc3986 | :www_form) :: binary()
  def encode_query(enumerable, encoding \\ :www_form),
    do: Enum.map_join(enumerable, "&", fn pair -> encode_pair(pair, encoding) end)

  defp encode_pair({key, _value}, _encoding) when is_list(key) do
    raise ArgumentError, "encode_query/2 keys cannot be lists, got: #{inspect(key)}"
  end

  defp encode_pair({_key, value}, _encoding) when is_list(value) do
    raise ArgumentError, "encode_query/2 values cannot be lists, got: #{inspect(value)}"
  end

  defp encode_pair({key, value}, :rfc3986), do: encode(to_text(key), &char_unreserved?/1) <> "=" <> encode(to_text(value), &char_unreserved?/1)
  defp encode_pair({key, value}, :www_form), do: encode_www_form(to_text(key)) <> "=" <> encode_www_form(to_text(value))

  defp to_text(value), do: String.Chars.to_string(value)

  @doc """
  The pairs of a query, in a map.

      iex> URI.decode_query("a=1&b=x+y")
      %{"a" => "1", "b" => "x y"}
  """
  @spec decode_query(binary(), %{optional(binary()) => binary()}, :rfc3986 | :www_form) :: %{optional(binary()) => binary()}
  def decode_query(query, map \\ %{}, encoding \\ :www_form)

  def decode_query(query, %{} = map, encoding) when is_binary(query),
    do: Enum.reduce(query_decoder(query, encoding), map, fn {key, value}, acc -> Map.put(acc, key, value) end)

  @doc """
  The pairs of a query, one by one.

      iex> URI.query_decoder("a=1&b") |> Enum.to_list()
      [{"a", "1"}, {"b", ""}]
  """
  @spec query_decoder(binary(), :rfc3986 | :www_form) :: Enumerable.t({binary(), binary()})
  def query_decoder(query, encoding \\ :www_form) when is_binary(query), do: Stream.unfold(query, &next_pair(&1, encoding))

  defp next_pair("", _encoding), do: nil

  defp next_pair(query, encoding) do
    {first, rest} =
      case :binary.split(query, "&") do
        [first, rest] -> {first, rest}
        [first] -> {first, ""}
      end

    pair =
      case :binary.split(first, "=") do
        [key, value] -> {decoded(key, encoding), decoded(value, encoding)}
        [key] -> {decoded(key, encoding), ""}
      end

    {pair, rest}
  end

  defp decoded(text, :www_form), do: decode_www_form(text)
  defp decoded(text, :rfc3986), do: decode(text)

  @doc """
  True for characters that have a meaning in addresses.

      iex> URI.char_reserved?(?+)
      true
  """
  @spec char_reserved?(byte()) :: boolean()
  def char_reserved?(character), do: character in ~c":/?#[]@!$&'()*+,;="

  @doc """
  True for characters that need no escape anywhere.

      iex> URI.char_unreserved?(?_)
      true
  """
  @spec char_unreserved?(byte()) :: boolean()
  def char_unreserved?(character),
    do: character in ?0..?9 or character in ?a..?z or character in ?A..?Z or character in ~c"~_-."

  @doc """
  True for characters that are reserved or unreserved.

      iex> URI.char_unescaped?(?{)
      false
      iex> URI.char_unescaped?(?a)
      true
  """
  @spec char_unescaped?(byte()) :: boolean()
  def char_unescaped?(character), do: char_reserved?(character) or char_unreserved?(character)

  @doc """
  Escapes the bytes for which the predicate does not hold.

      iex> URI.encode("a b")
      "a%20b"
  """
  @spec encode(binary(), (byte() -> as_boolean(term()))) :: binary()
  def encode(string, predicate \\ &char_unescaped?/1) when is_binary(string) and is_function(predicate, 1),
    do: for(<<byte <- string>>, into: "", do: escaped(byte, predicate))

  @doc """
  Escapes as forms do.

      iex> URI.encode_www_form("a b&")
      "a+b%26"
  """
  @spec encode_www_form(binary()) :: binary()
  def encode_www_form(string) when is_binary(string) do
    for <<byte <- string>>, into: "" do
      case escaped(byte, &char_unreserved?/1) do
        "%20" -> "+"
        other -> other
      end
    end
  end

  defp escaped(byte, predicate) do
    if predicate.(byte), do: <<byte>>, else: <<?%, hex(:erlang.bsr(byte, 4)), hex(:erlang.band(byte, 15))>>
  end

  defp hex(digit) when digit < 10, do: ?0 + digit
  defp hex(digit), do: ?A + digit - 10

  @doc """
  Undoes the escapes.

      iex> URI.decode("a%20b")
      "a b"
  """
  @spec decode(binary()) :: binary()
  def decode(uri), do: unescape(uri, "", false)

  @doc """
  Undoes the escapes of forms.

      iex> URI.decode_www_form("a+b%26")
      "a b&"
  """
  @spec decode_www_form(binary()) :: binary()
  def decode_www_form(string) when is_binary(string), do: unescape(string, "", true)

  defp unescape("", acc, _form?), do: acc
  defp unescape(<<?+, rest::binary>>, acc, true), do: unescape(rest, <<acc::binary, ?\s>>, true)

  defp unescape(<<?%, a, b, rest::binary>>, acc, form?) do
    case {digit(a), digit(b)} do
      {high, low} when is_integer(high) and is_integer(low) -> unescape(rest, <<acc::binary, high * 16 + low>>, form?)
      _ -> unescape(<<a, b, rest::binary>>, <<acc::binary, ?%>>, form?)
    end
  end

  defp unescape(<<byte, rest::binary>>, acc, form?), do: unescape(rest, <<acc::binary, byte>>, form?)

  defp digit(char) when char in ?0..?9, do: char - ?0
  defp digit(char) when char in ?a..?f, do: char - ?a + 10
  defp digit(char) when char in ?A..?F, do: char - ?A + 10
  defp digit(_char), do: nil

  @doc """
  The parts of an address; `{:ok, uri}` or `{:error, part}`.

      iex> {:ok, uri} = URI.new("https://elixir-lang.org/docs")
      iex> uri.host
      "elixir-lang.org"
  """
  @spec new(t() | String.t()) :: {:ok, t()} | {:error, String.t()}
  def new(%URI{} = uri), do: {:ok, uri}

  def new(binary) when is_binary(binary) do
    case bad_part(binary) do
      nil -> {:ok, %{checked_port(parse(binary)) | authority: nil}}
      part -> {:error, part}
    end
  catch
    {:bad, part} -> {:error, part}
  end

  defp checked_port(%{authority: authority} = uri) when is_binary(authority) do
    # A port that is not a number makes the whole invalid.
    case :binary.split(List.last(:binary.split(authority, "@", [:global])), "]") |> List.last() |> :binary.split(":") do
      [_, port] when port != "" -> if match?({_, ""}, Integer.parse(port)), do: uri, else: throw({:bad, ":"})
      _ -> uri
    end
  end

  defp checked_port(uri), do: uri

  # The first character that may not be there; in an authority, what stands before it.
  defp bad_part(binary) do
    with part when part != nil <- if(match?(":" <> _, binary), do: ":", else: bad_char(binary)) do
      case parse(binary) do
        %{authority: authority} when is_binary(authority) -> if bad_char(authority), do: ":", else: part
        _ -> part
      end
    end
  end

  defp bad_char(<<?%, a, b, rest::binary>>) do
    if digit(a) && digit(b), do: bad_char(rest), else: "%"
  end

  defp bad_char(<<?%, _::binary>>), do: "%"

  defp bad_char(<<char, rest::binary>>) do
    if char_unescaped?(char) and char < 128, do: bad_char(rest), else: first_char(<<char, rest::binary>>)
  end

  defp bad_char(<<>>), do: nil

  defp first_char(<<point::utf8, _::binary>>), do: <<point::utf8>>
  defp first_char(<<byte, _::binary>>), do: <<byte>>

  @doc """
  Like `new/1`; returns the parts or raises.

      iex> URI.new!("https://elixir-lang.org/docs").host
      "elixir-lang.org"
  """
  @spec new!(t() | String.t()) :: t()
  def new!(uri) do
    case new(uri) do
      {:ok, uri} -> uri
      {:error, part} -> raise URI.Error, action: :parse, reason: :invalid_uri, part: part
    end
  end

  @doc """
  The parts of an address, without checks.

      iex> URI.parse("http://a.b:80/c?d#e").path
      "/c"
  """
  @spec parse(t() | binary()) :: t()
  def parse(%URI{} = uri), do: uri

  def parse(string) when is_binary(string) do
    {rest, fragment} = cut(string, "#")
    {rest, query} = cut(rest, "?")
    {scheme, rest} = scheme(rest)

    {authority, path} =
      case rest do
        "//" <> rest -> authority(rest)
        path -> {nil, path}
      end

    {userinfo, host, port} = split_authority(authority)
    scheme = scheme && String.downcase(scheme, :ascii)

    %URI{
      scheme: scheme,
      authority: authority,
      userinfo: userinfo,
      host: host,
      port: port || (scheme && host_port(scheme)),
      path: if(path == "", do: nil, else: path),
      query: query,
      fragment: fragment
    }
  end

  defp host_port(scheme), do: default_port(scheme)

  defp cut(string, separator) do
    case :binary.split(string, separator) do
      [left, right] -> {left, right}
      [left] -> {left, nil}
    end
  end

  defp scheme(string) do
    case :binary.split(string, ":") do
      [scheme, rest] -> if scheme?(scheme), do: {scheme, rest}, else: {nil, string}
      [_] -> {nil, string}
    end
  end

  defp scheme?(<<char, rest::binary>>) when char in ?a..?z or char in ?A..?Z, do: scheme_rest?(rest)
  defp scheme?(_other), do: false

  defp scheme_rest?(<<char, rest::binary>>) when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in [?+, ?-, ?.], do: scheme_rest?(rest)
  defp scheme_rest?(<<>>), do: true
  defp scheme_rest?(_other), do: false

  defp authority(rest) do
    case :binary.match(rest, "/") do
      {at, 1} -> {:erlang.binary_part(rest, 0, at), :erlang.binary_part(rest, at, byte_size(rest) - at)}
      :nomatch -> {rest, ""}
    end
  end

  defp split_authority(nil), do: {nil, nil, nil}
  defp split_authority(""), do: {nil, "", nil}

  defp split_authority(authority) do
    {userinfo, host} =
      case :binary.split(authority, "@") do
        [userinfo, host] -> {userinfo, host}
        [host] -> {nil, host}
      end

    {host, port} =
      case host do
        "[" <> rest ->
          case :binary.split(rest, "]") do
            [host, ":" <> port] -> {host, port}
            [host, _] -> {host, nil}
            [host] -> {host, nil}
          end

        _ ->
          case :binary.split(host, ":") do
            [host, port] -> {host, port}
            [host] -> {host, nil}
          end
      end

    {userinfo, host, port_number(port)}
  end

  defp port_number(nil), do: nil

  defp port_number(port) do
    case Integer.parse(port) do
      {number, ""} -> number
      _ -> nil
    end
  end

  @doc """
  The text of an address.

      iex> URI.to_string(URI.parse("http://a.b/c?d"))
      "http://a.b/c?d"
  """
  @spec to_string(t()) :: binary()
  def to_string(uri), do: String.Chars.to_string(uri)

  @doc """
  An address as seen from another.

      iex> URI.merge("http://a.b/c/d", "e") |> to_string()
      "http://a.b/c/e"
  """
  @spec merge(t() | binary(), t() | binary()) :: t()
  def merge(uri, rel)

  def merge(%URI{host: nil}, _rel) do
    raise ArgumentError, "you must merge onto an absolute URI"
  end

  def merge(%URI{} = _base, %URI{scheme: scheme} = rel) when scheme != nil, do: %{rel | path: normal_path(rel.path)}
  def merge(%URI{scheme: scheme}, %URI{host: host} = rel) when host != nil, do: %{rel | scheme: scheme, path: normal_path(rel.path)}

  def merge(%URI{} = base, %URI{path: nil} = rel), do: %{base | query: rel.query || base.query, fragment: rel.fragment}

  def merge(%URI{} = base, %URI{} = rel) do
    %{base | path: merged_path(base.path, rel.path), query: rel.query, fragment: rel.fragment}
  end

  def merge(base, rel), do: merge(parse(base), parse(rel))

  defp normal_path("/" <> _ = path), do: remove_dots(path)
  defp normal_path(path), do: path

  defp merged_path(_base, "/" <> _ = path), do: remove_dots(path)
  defp merged_path(nil, path), do: remove_dots("/" <> path)

  defp merged_path(base, path) do
    directory = base |> :binary.split("/", [:global]) |> :lists.droplast()
    remove_dots(Enum.join(directory ++ [path], "/"))
  end

  defp remove_dots(path) do
    parts = :binary.split(path, "/", [:global])
    last = List.last(parts)
    done = dots(parts, [])
    done = if last in [".", ".."], do: done ++ [""], else: done

    case Enum.join(done, "/") do
      "/" <> _ = path -> path
      path -> "/" <> path
    end
  end

  defp dots([".." | rest], [_, _ | _] = acc), do: dots(rest, tl(acc))
  defp dots([".." | rest], acc), do: dots(rest, acc)
  defp dots(["." | rest], acc), do: dots(rest, acc)
  defp dots([part | rest], acc), do: dots(rest, [part | acc])
  defp dots([], acc), do: :lists.reverse(acc)

  @doc """
  The address with something added to its query.

      iex> URI.append_query(URI.parse("http://a.b/?x=1"), "y=2") |> to_string()
      "http://a.b/?x=1&y=2"
  """
  @spec append_query(t(), binary()) :: t()
  def append_query(%URI{} = uri, query) when is_binary(query) and uri.query in [nil, ""], do: %{uri | query: query}

  def append_query(%URI{} = uri, query) when is_binary(query) do
    if String.ends_with?(uri.query, "&"),
      do: %{uri | query: uri.query <> query},
      else: %{uri | query: uri.query <> "&" <> query}
  end

  @doc """
  The address with something added to its path.

      iex> URI.append_path(URI.parse("http://a.b/c"), "/d") |> to_string()
      "http://a.b/c/d"
  """
  @spec append_path(t(), String.t()) :: t()
  def append_path(%URI{}, "//" <> _ = path) do
    raise ArgumentError, ~s|path cannot start with "//", got: #{inspect(path)}|
  end

  def append_path(%URI{path: path} = uri, "/" <> rest = all) do
    cond do
      path == nil -> %{uri | path: all}
      String.ends_with?(path, "/") -> %{uri | path: path <> rest}
      true -> %{uri | path: path <> all}
    end
  end

  def append_path(%URI{}, path) when is_binary(path) do
    raise ArgumentError, ~s|path must start with "/", got: #{inspect(path)}|
  end
end
