using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Larder.Units.Replay.Phases;

/// <summary>
/// Structured attributes as bash reads them: the file .attrs.sh, as Nix writes it (libstore/parsed-derivations.cc, writeStructuredAttrsShell). Only names that a
/// variable may have; texts, whole numbers, booleans and null, and lists and sets of nothing but these.
/// </summary>
internal static class ShellAttributes
{
    internal static string Of(JsonObject attributes)
    {
        StringBuilder text = new();
        foreach ((string name, JsonNode? value) in attributes)
        {
            if (!IsVariable(name))
                continue;
            switch (value)
            {
                case JsonArray elements:
                    string?[] words = [.. elements.Select(Word)];
                    if (!words.Contains(null))
                        text.Append("declare -a ").Append(name).Append("=(").AppendJoin("", words.Select(word => word + " ")).Append(")\n");
                    break;
                case JsonObject members:
                    (string Key, string? Word)[] pairs = [.. members.Select(member => (member.Key, Word(member.Value)))];
                    if (pairs.All(pair => pair.Word != null))
                        text.Append("declare -A ").Append(name).Append("=(").AppendJoin("", pairs.Select(pair => $"[{Quoted(pair.Key)}]={pair.Word} ")).Append(")\n");
                    break;
                default:
                    if (Word(value) is { } word)
                        text.Append("declare ").Append(name).Append('=').Append(word).Append('\n');
                    break;
            }
        }

        return text.ToString();
    }

    private static string? Word(JsonNode? value) => value switch
    {
        null => "''",
        JsonArray or JsonObject => null,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => Quoted(value.GetValue<string>()),
            JsonValueKind.True => "1",
            JsonValueKind.False => "",
            JsonValueKind.Number => Whole(value.ToJsonString()),
            _ => null,
        },
    };

    // "1" and "1.0"; numbers with fractions have no form in a shell.
    private static string? Whole(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value == Math.Ceiling(value)
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : null;

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
