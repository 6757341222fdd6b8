using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>The variables of one environment that matter, sorted out in one pass and put in an order that is always the same.</summary>
public sealed class KeyedEnvironment
{
    private readonly List<byte[]> _keyed = [];
    private readonly List<byte[]> _locale = [];
    private readonly List<byte[]> _colours = [];
    private readonly List<byte[]> _programs = [];

    internal KeyedEnvironment(ProcessEnvironment environment)
    {
        foreach (byte[] word in environment.Words)
        {
            int equals = word.AsSpan().IndexOf((byte)'=');
            if (equals <= 0)
                continue;
            ReadOnlySpan<byte> name = word.AsSpan(0, equals);
            if (name.StartsWith("LARDER_"u8))
                continue;
            if (EnvironmentVariables.Has(EnvironmentVariables.Keyed, name))
                _keyed.Add(word);
            else if (EnvironmentVariables.Has(EnvironmentVariables.Locale, name))
                _locale.Add(word);
            else if (EnvironmentVariables.Has(EnvironmentVariables.Colours, name))
                _colours.Add(word);
            else if (EnvironmentVariables.Has(EnvironmentVariables.Programs, name))
                _programs.Add(word);
            else if (EnvironmentVariables.Has(EnvironmentVariables.Unsupported, name))
                Unsupported ??= name.ToArray();
            if (name.SequenceEqual("SOURCE_DATE_EPOCH"u8))
                HasSourceDate = true;
        }

        _keyed.Sort(Order);
        _locale.Sort(Order);
        _colours.Sort(Order);
        _programs.Sort(Order);
    }

    /// <summary>
    /// The variables that can decide anything about a request: keyed ones, those that refuse it, and those that settings and the working
    /// directory come from. Nothing else need reach another process.
    /// </summary>
    public static List<byte[]> Decisive(ProcessEnvironment environment)
    {
        List<byte[]> words = [];
        foreach (byte[] word in environment.Words)
        {
            int equals = word.AsSpan().IndexOf((byte)'=');
            if (equals > 0 && IsDecisive(word.AsSpan(0, equals)))
                words.Add(word);
        }

        return words;
    }

    private static bool IsDecisive(ReadOnlySpan<byte> name) =>
        name.StartsWith("LARDER_"u8)
        || EnvironmentVariables.Has(EnvironmentVariables.Settings, name)
        || EnvironmentVariables.Has(EnvironmentVariables.Keyed, name)
        || EnvironmentVariables.Has(EnvironmentVariables.Locale, name)
        || EnvironmentVariables.Has(EnvironmentVariables.Colours, name)
        || EnvironmentVariables.Has(EnvironmentVariables.Programs, name)
        || EnvironmentVariables.Has(EnvironmentVariables.Unsupported, name);

    /// <summary>A variable that makes the compiler do what isn't restored, or null.</summary>
    internal byte[]? Unsupported { get; }

    /// <summary>SOURCE_DATE_EPOCH is set, so that gcc's date and time macros are fixed by the key.</summary>
    internal bool HasSourceDate { get; }

    /// <summary>The variables that reach the output or what is read, "NAME=value".</summary>
    internal IReadOnlyList<byte[]> Keyed => _keyed;

    internal void AddOutputs(KeyRecord key) => Add(key, _keyed);

    internal void AddLocale(KeyRecord key) => Add(key, _locale);

    internal void AddColours(KeyRecord key) => Add(key, _colours);

    internal void AddPrograms(KeyRecord key) => Add(key, _programs);

    private static void Add(KeyRecord key, List<byte[]> words)
    {
        foreach (byte[] word in words)
            key.Add("environment"u8, word);
    }

    private static int Order(byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b);
}
