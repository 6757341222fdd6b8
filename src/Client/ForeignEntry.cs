using Larder.Caching.Settings.Foreign;
using Larder.Client.Commands;
using Larder.Posix;

namespace Larder.Client;

/// <summary>
/// This program under the name of another cache: <c>ccache gcc -c x.c</c>, <c>ccache KEY=VALUE gcc …</c>, <c>ccache -s</c>. That cache's settings count
/// then; its commands are larder-cli's.
/// </summary>
internal static class ForeignEntry
{
    internal static int Run(CalledAs calledAs, byte[][] arguments, string[] decoded)
    {
        int first = 1;
        while (calledAs == CalledAs.Ccache && first < arguments.Length && IsAssignment(arguments[first]))
            first++;
        byte[][] words = arguments[1..first];

        // "ccache ccache gcc": what a launcher is put before is called through it already.
        while (first < arguments.Length && CalledAsNames.Of(ByteString.FileName(arguments[first])) != CalledAs.Larder)
            first++;
        return first < arguments.Length && !arguments[first].AsSpan().StartsWith("-"u8)
            ? ShimEntry.Launch(arguments[first], arguments[first..], isMasquerade: false, TryRead(calledAs, words))
            : CommandLineInterface.Run(decoded);
    }

    /// <summary>The settings of another cache; null for our own name, and where a fault of ours must not become one of the build's.</summary>
    internal static ForeignSettings? TryRead(CalledAs calledAs, byte[][] words)
    {
        if (calledAs == CalledAs.Larder)
            return null;
        try
        {
            return ForeignSettings.Read(calledAs, ProcessEnvironment.Current(), words);
        }
        catch (Exception fault)
        {
            StandardStreams.Complain($"larder: internal error, the settings of {calledAs} don't count: {fault.GetType().Name}: {fault.Message}\n");
            return null;
        }
    }

    /// <summary>One of ccache's settings with a value: a compiler's name has no '=' behind such a word.</summary>
    private static bool IsAssignment(ReadOnlySpan<byte> word)
    {
        int equals = word.IndexOf((byte)'=');
        if (equals <= 0)
            return false;
        string name = ByteString.Show(word[..equals]);
        foreach (ForeignRow row in CcacheSettings.Rows)
        {
            if (row.Name == name)
                return true;
        }

        return false;
    }
}
