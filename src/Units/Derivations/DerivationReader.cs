using System.Text.Json;
using System.Text.Json.Nodes;
using Larder.Posix;

namespace Larder.Units.Derivations;

/// <summary>Reads .drv files. Their grammar is at <see cref="ATermReader"/>.</summary>
internal static class DerivationReader
{
    // The largest of nixpkgs (with whole package sets in their attributes) are a few megabytes.
    private const long LongestFile = 256 << 20;

    private const string Extension = ".drv";

    /// <summary>What a .drv file says.</summary>
    /// <exception cref="UnitFault">It can't be read, or is no derivation: with the file, the place and what is wrong there.</exception>
    internal static Derivation Read(string path)
    {
        byte[] content = FileSystem.ReadAll(ByteText.Encode(path), out int error, LongestFile)
            ?? throw new UnitFault($"the derivation {path} can't be read: {Errno.Describe(error)}");
        return Parse(content, path);
    }

    internal static Derivation Parse(ReadOnlySpan<byte> content, string path)
    {
        if (!path.EndsWith(Extension, StringComparison.Ordinal) || StorePath.Store(path) == null)
            throw new UnitFault($"{path} is no derivation's path, which would be STORE/HASH-NAME.drv");
        ATermReader reader = new(content, path);
        reader.Expect("Derive("u8);
        SortedDictionary<string, DerivationOutput> outputs = Outputs(ref reader);
        reader.Expect(","u8);
        SortedDictionary<string, string[]> inputs = InputDerivations(ref reader);
        reader.Expect(","u8);
        string[] sources = reader.Strings();
        reader.Expect(","u8);
        string system = reader.String();
        reader.Expect(","u8);
        string builder = reader.String();
        reader.Expect(","u8);
        string[] arguments = reader.Strings();
        reader.Expect(","u8);
        SortedDictionary<string, string> environment = Environment(ref reader);
        reader.Expect(")"u8);
        if (!reader.AtEnd)
            throw reader.Fault("something follows the derivation");
        if (outputs.Count == 0)
            throw new UnitFault($"{path} is no derivation that can be read: it has no outputs");

        JsonObject? structured = environment.TryGetValue("__json", out string? json) ? Structured(json, path) : null;
        return new Derivation
        {
            Path = path,
            Outputs = outputs,
            InputDerivations = inputs,
            InputSources = sources,
            System = system,
            Builder = builder,
            Arguments = arguments,
            Environment = environment,
            StructuredAttributes = structured,
            Name = Name(environment, structured) ?? StorePath.Name(path)[..^Extension.Length],
        };
    }

    private static SortedDictionary<string, DerivationOutput> Outputs(ref ATermReader reader)
    {
        SortedDictionary<string, DerivationOutput> outputs = new(StringComparer.Ordinal);
        bool began = false;
        while (reader.NextEntry(ref began))
        {
            reader.Expect("("u8);
            string name = reader.String();
            reader.Expect(","u8);
            string path = reader.String();
            reader.Expect(","u8);
            string algorithm = reader.String();
            reader.Expect(","u8);
            string hash = reader.String();
            if (!outputs.TryAdd(name, new DerivationOutput(path, algorithm, hash)))
                throw reader.Fault($"the output \"{name}\" stands there twice");
            reader.Expect(")"u8);
        }

        return outputs;
    }

    private static SortedDictionary<string, string[]> InputDerivations(ref ATermReader reader)
    {
        SortedDictionary<string, string[]> inputs = new(StringComparer.Ordinal);
        bool began = false;
        while (reader.NextEntry(ref began))
        {
            reader.Expect("("u8);
            string path = reader.String();
            reader.Expect(","u8);
            if (!inputs.TryAdd(path, reader.Strings()))
                throw reader.Fault($"the input {path} stands there twice");
            reader.Expect(")"u8);
        }

        return inputs;
    }

    private static SortedDictionary<string, string> Environment(ref ATermReader reader)
    {
        SortedDictionary<string, string> environment = new(StringComparer.Ordinal);
        bool began = false;
        while (reader.NextEntry(ref began))
        {
            reader.Expect("("u8);
            string name = reader.String();
            reader.Expect(","u8);
            if (!environment.TryAdd(name, reader.String()))
                throw reader.Fault($"the variable \"{name}\" stands there twice");
            reader.Expect(")"u8);
        }

        return environment;
    }

    private static JsonObject Structured(string json, string path)
    {
        try
        {
            if (JsonNode.Parse(json) is JsonObject attributes)
            {
                Open(attributes);
                return attributes;
            }
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new UnitFault($"{path} has structured attributes (__json) that are no JSON: {fault.Message}");
        }

        throw new UnitFault($"{path} has structured attributes (__json) that are no JSON object");
    }

    /// <summary>Looks at everything once: an object that has a name twice, and text that is none, otherwise shows only when somebody asks for it.</summary>
    private static void Open(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject children:
                foreach ((_, JsonNode? child) in children)
                    Open(child);
                break;
            case JsonArray children:
                foreach (JsonNode? child in children)
                    Open(child);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private static string? Name(SortedDictionary<string, string> environment, JsonObject? structured)
    {
        string? name = structured == null
            ? environment.GetValueOrDefault("name")
            : structured["name"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        return string.IsNullOrEmpty(name) ? null : name;
    }
}
