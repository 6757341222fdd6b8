using System.Runtime.Versioning;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Protocol.Tests.Endpoints;

/// <summary>A runtime directory of its own, as a session would have it.</summary>
[SupportedOSPlatform("linux")]
public sealed class EndpointFixture : IDisposable
{
    internal const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public EndpointFixture() => File.SetUnixFileMode(Runtime, Private);

    internal string Runtime { get; } = Directory.CreateTempSubdirectory("larder-ep-").FullName;

    internal string Place => Runtime + "/larder";

    public void Dispose() => Directory.Delete(Runtime, recursive: true);

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    internal Endpoint Find(string cache = "/cache", string socket = "") => Find(Runtime, cache, socket);

    internal static Endpoint Find(string runtime, string cache, string socket = "") => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = Bytes(cache),
        RuntimeDirectory = Bytes(runtime),
        ChosenSocket = Bytes(socket),
    });

    internal static string Fallback =>
        FileSystem.Stat(Bytes($"/run/user/{User.EffectiveId}"), out FileStatus status) == Errno.None && status.Uid == User.EffectiveId
            ? $"/run/user/{User.EffectiveId}/larder"
            : $"/tmp/larder-{User.EffectiveId}";
}
