using System.Text;
using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Tests;

/// <summary>A home and a cache directory of their own, and the command line called as the program calls it.</summary>
public sealed class CommandFixture : IDisposable
{
    private readonly List<byte[]> _environment = [];

    public CommandFixture()
    {
        With("HOME=" + Home, "LARDER_DIR=" + Cache);
        Directory.CreateDirectory(Home);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("larder-cli-").FullName;

    public string Home => Root + "/home";

    public string Cache => Root + "/cache";

    public string DaemonProgram { get; set; } = "/nowhere/larderd";

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>The lines of standard output, without blanks at their ends and runs of blanks within them.</summary>
    public string[] Lines => [.. Output.Split('\n').Select(line =>
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    /// <summary>Standard output has this line, whatever blanks stand in it.</summary>
    public void AssertShows(string line) => Assert.True(Array.IndexOf(Lines, line) >= 0, $"no line \"{line}\" in:\n{Output}");

    /// <summary>Latin-1: a char is a byte.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public CommandFixture With(params string[] words)
    {
        _environment.AddRange(words.Select(Bytes));
        return this;
    }

    public CommandFixture Without(string variable)
    {
        _environment.RemoveAll(word => word.AsSpan().StartsWith(Bytes(variable + "=")));
        return this;
    }

    /// <summary>Stores entries as a daemon of this cache does for other users.</summary>
    public UserStores KeepFor(params (uint User, int Entries)[] users)
    {
        UserStores stores = new(OpenStore().Options);
        stores.Prepare();
        foreach ((uint user, int entries) in users)
        {
            LocalStore store = stores.Of(user);
            for (int i = 0; i < entries; i++)
                store.WriteEntry(EntryKind.Toolchain, Digest.Of([(byte)i]), new byte[100], replace: false);
            StatisticsDelta delta = new();
            delta.Add(store.TakeDelta());
            Assert.True(new Statistics(store).Record(delta));
        }

        return stores;
    }

    public int Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CommandContext context = new(new ProcessEnvironment([.. _environment]), output, error) { DaemonProgram = Bytes(DaemonProgram) };
        int status = CommandLineInterface.Run([.. arguments.Select(Bytes)], context);
        Output = output.ToString();
        Error = error.ToString();
        return status;
    }

    internal LocalStore OpenStore() => CommandContext.OpenStore(CacheSettings.Load(new ProcessEnvironment([.. _environment])));

    internal void Count(params (Counter Counter, uint Amount)[] counters)
    {
        StatisticsDelta delta = new();
        foreach ((Counter counter, uint amount) in counters)
            delta.Add(counter, amount);
        Assert.True(new Statistics(OpenStore()).Record(delta));
    }

    internal string PathOf(Digest key, char extension) => $"{Cache}/v1/{key.ToString()[..2]}/{key}.{extension}";
}
