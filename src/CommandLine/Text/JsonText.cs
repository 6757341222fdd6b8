using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Larder.Posix;

namespace Larder.CommandLine.Text;

/// <summary>JSON for programs that read larder's output: one object, indented, with the version of its shape first.</summary>
internal static class JsonText
{
    /// <summary>Grows when members change their meaning or go; new ones may come without.</summary>
    private const int Version = 1;

    internal static void Write(TextWriter output, Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> buffer = new();
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter json = new(buffer, options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            writeMembers(json);
            json.WriteEndObject();
        }

        output.WriteLine(ByteText.Decode(buffer.WrittenSpan));
    }

    /// <summary>JSON is Unicode: a byte that isn't UTF-8 becomes U+FFFD.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
