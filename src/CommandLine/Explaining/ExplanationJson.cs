using System.Text.Json;
using Larder.Caching;
using Larder.Caching.Explaining;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// Explanations for programs. Each of "calls" has "id", "ended" (milliseconds since the epoch), "took_ns" (the compiler), "outcome" (a counter's name),
/// "detail", "source", "output", "directory", "compiler", "command", "build", "causes" and, where they apply, "not_stored" and "earlier" (the id and
/// the time of the compile that it was compared with). A cause has "kind" (one of a closed list of words), "text" and, where they apply, "file", "line", "was", "now".
/// </summary>
internal static class ExplanationJson
{
    internal static void Write(IEnumerable<Explanation> explanations, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteStartArray("calls");
        foreach (Explanation explanation in explanations)
            Write(json, explanation);
        json.WriteEndArray();
    });

    /// <summary>The word for a kind: its name in snake_case.</summary>
    internal static string NameOf(CauseKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        CompileNote note = explanation.Note;
        json.WriteStartObject();
        json.WriteString("id", JsonText.Of(note.Id));
        json.WriteNumber("ended", note.Ended);
        json.WriteNumber("took_ns", note.Took);
        json.WriteString("outcome", ReasonNames.Of(note.Reason));
        json.WriteString("detail", JsonText.Of(note.Detail));
        json.WriteString("source", JsonText.Of(note.Source));
        json.WriteString("output", JsonText.Of(note.Output));
        json.WriteString("directory", JsonText.Of(note.Directory));
        json.WriteString("compiler", JsonText.Of(note.Compiler));
        json.WriteStartArray("command");
        foreach (byte[] word in note.Arguments)
            json.WriteStringValue(JsonText.Of(word));
        json.WriteEndArray();
        json.WriteString("build", JsonText.Of(note.BuildText));
        json.WriteStartArray("causes");
        foreach (Cause cause in explanation.Causes)
            Write(json, cause);
        json.WriteEndArray();
        if (explanation.NotStored is { } unsaved)
        {
            json.WritePropertyName("not_stored");
            Write(json, unsaved);
        }

        if (explanation.Earlier is { } earlier && earlier != note)
        {
            json.WriteStartObject("earlier");
            json.WriteString("id", JsonText.Of(earlier.Id));
            json.WriteNumber("ended", earlier.Ended);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Cause cause)
    {
        json.WriteStartObject();
        json.WriteString("kind", NameOf(cause.Kind));
        json.WriteString("text", cause.Text);
        if (cause.File.Length > 0)
            json.WriteString("file", cause.File);
        if (cause.Line > 0)
            json.WriteNumber("line", cause.Line);
        if (cause.Was.Length > 0)
            json.WriteString("was", cause.Was);
        if (cause.Now.Length > 0)
            json.WriteString("now", cause.Now);
        json.WriteEndObject();
    }
}
