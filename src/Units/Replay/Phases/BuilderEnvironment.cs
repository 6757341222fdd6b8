using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Larder.Posix;
using Larder.Units.Derivations;
using Larder.Units.Replay.Trees;

namespace Larder.Units.Replay.Phases;

/// <summary>
/// The environment that Nix gives a builder, and the files that go with it (libstore/build/local-derivation-goal.cc, initEnv and writeStructuredAttrs), with
/// places rewritten. Nothing of the caller's is in it.
/// </summary>
internal static class BuilderEnvironment
{
    private const string AttributesFile = ".attrs.json";
    private const string ShellAttributesFile = ".attrs.sh";

    /// <summary>Writes the files and makes the environment.</summary>
    /// <param name="derivation">Whose builder it is for.</param>
    /// <param name="places">Where everything stands here.</param>
    /// <param name="top">NIX_BUILD_TOP, an empty directory.</param>
    /// <param name="cores">NIX_BUILD_CORES.</param>
    /// <param name="extra">Words NAME=value that it gets besides.</param>
    internal static ProcessEnvironment Prepare(Derivation derivation, PathRewriter places, string top, int cores, IEnumerable<string> extra)
    {
        SortedDictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = "/path-not-set",
            // Nix has /homeless-shelter. Here nothing keeps root from making it, and then no build of Nix's outside its sandbox would go on.
            ["HOME"] = "/proc/homeless-shelter",
            ["NIX_STORE"] = StorePath.Store(derivation.Path) ?? "/nix/store",
            ["NIX_BUILD_CORES"] = $"{cores}",
        };
        if (derivation.StructuredAttributes is { } attributes)
            AddStructured(variables, derivation, attributes, places, top);
        else
            AddPlain(variables, derivation, places, top);

        foreach (string name in (ReadOnlySpan<string>)["NIX_BUILD_TOP", "TMPDIR", "TEMPDIR", "TMP", "TEMP", "PWD"])
            variables[name] = top;
        variables["NIX_LOG_FD"] = "2";
        variables["TERM"] = "xterm-256color";
        foreach (string word in extra)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            variables[word[..equals]] = word[(equals + 1)..];
        }

        return new ProcessEnvironment([.. variables.Select(variable => ByteText.Encode($"{variable.Key}={variable.Value}"))]);
    }

    private static void AddPlain(SortedDictionary<string, string> variables, Derivation derivation, PathRewriter places, string top)
    {
        string[] asFiles = derivation.Environment.GetValueOrDefault("passAsFile", "").Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach ((string name, string value) in derivation.Environment)
        {
            if (!asFiles.Contains(name))
            {
                variables[name] = places.Rewrite(value);
                continue;
            }

            string file = $"{top}/.attr-{Nix32.Encode(Sha256.Of(ByteText.Encode(name)))}";
            Tree.Write(file, ByteText.Encode(places.Rewrite(value)));
            variables[name + "Path"] = file;
        }
    }

    private static void AddStructured(SortedDictionary<string, string> variables, Derivation derivation, JsonObject attributes, PathRewriter places, string top)
    {
        // The list of outputs' names becomes a set with their paths.
        JsonObject all = (JsonObject)attributes.DeepClone();
        all["outputs"] = new JsonObject(derivation.Outputs.Select(output =>
            KeyValuePair.Create(output.Key, (JsonNode?)JsonValue.Create(output.Value.Path.Length > 0 ? output.Value.Path : Placeholders.Of(output.Key)))));
        JsonObject rewritten = (JsonObject)places.Rewrite(all)!;
        Tree.Write($"{top}/{AttributesFile}", Json(rewritten));
        Tree.Write($"{top}/{ShellAttributesFile}", ByteText.Encode(ShellAttributes.Of(rewritten)));
        variables["NIX_ATTRS_JSON_FILE"] = $"{top}/{AttributesFile}";
        variables["NIX_ATTRS_SH_FILE"] = $"{top}/{ShellAttributesFile}";
    }

    // With no more escapes than JSON asks for, as Nix writes it.
    private static byte[] Json(JsonObject attributes)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            attributes.WriteTo(writer);
        return text.ToArray();
    }
}
