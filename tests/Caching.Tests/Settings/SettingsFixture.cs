using System.Text;
using Larder.Caching.Drivers;
using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.Caching.Tests.Settings;

/// <summary>A home directory, a system file and an environment of its own, so that nothing of the machine's is seen.</summary>
public sealed class SettingsFixture : IDisposable
{
    private readonly List<byte[]> _environment = [];

    public SettingsFixture() => _environment.Add(Bytes("HOME=" + Home));

    public string Home { get; } = Directory.CreateTempSubdirectory("larder-settings-").FullName;

    public string SystemFile => Path.Combine(Home, "system-config");

    public string UserFile => Path.Combine(Home, ".config/larder/config");

    public void Dispose() => Directory.Delete(Home, recursive: true);

    /// <summary>Latin-1: a char is a byte, so that tests can write bytes that are not UTF-8.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string[] Text(byte[][] words) => [.. words.Select(word => Text(word))];

    public SettingsFixture With(params string[] words)
    {
        _environment.AddRange(words.Select(Bytes));
        return this;
    }

    public SettingsFixture WithoutHome()
    {
        _environment.RemoveAll(word => Text(word).StartsWith("HOME=", StringComparison.Ordinal));
        return this;
    }

    public SettingsFixture WithSystemFile(string content) => WithFile(SystemFile, content);

    public SettingsFixture WithUserFile(string content) => WithFile(UserFile, content);

    public SettingsFixture WithFile(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Bytes(content));
        return this;
    }

    public CacheSettings Load(string? launcher = null) => SettingLoader.Load(
        new ProcessEnvironment([.. _environment]), Bytes(SystemFile), launcher is null ? null : LauncherSidecar.Find(Bytes(launcher)));

    /// <summary>The one complaint that loading makes.</summary>
    public string LoadWithOneProblem() => Text(Assert.Single(Load().Problems).Message);
}
