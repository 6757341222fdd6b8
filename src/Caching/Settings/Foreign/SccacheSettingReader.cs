using System.Text;
using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>sccache's settings: its variables. Its configuration file is not read.</summary>
internal static class SccacheSettingReader
{
    private static ReadOnlySpan<byte> Prefix => "SCCACHE_"u8;

    internal static ForeignSettings Read(ProcessEnvironment environment)
    {
        ForeignCollection values = new(SccacheSettings.Rows);
        foreach (byte[] word in environment.Words)
        {
            int equals = word.AsSpan().IndexOf((byte)'=');
            if (equals <= Prefix.Length || !word.AsSpan().StartsWith(Prefix) || equals + 1 == word.Length)
                continue;
            byte[] source = word[..equals];
            ReadOnlySpan<byte> value = word.AsSpan(equals + 1);
            if (values.IndexOfVariable(ByteString.Show(source.AsSpan(Prefix.Length))) is not (>= 0 and int index))
                continue;
            if (values.Row(index).IsFlag)
                Set(values, index, value, source);
            else
                values.Set(index, value, source, "environment"u8.ToArray());
        }

        byte[] home = environment.Get("HOME"u8) ?? [];
        byte[] cacheHome = environment.Get("XDG_CACHE_HOME"u8) ?? [];
        return new ForeignSettings(CalledAs.Sccache)
        {
            Values = values.Values,
            Problems = values.Problems,
            DefaultMaxSize = Encoding.ASCII.GetBytes(SccacheSettings.DefaultMaxSize),
            DefaultDirectory = cacheHome is [(byte)'/', ..] ? ByteString.JoinPath(cacheHome, "sccache"u8)
                : home is [(byte)'/', ..] ? ByteString.JoinPath(home, ".cache/sccache"u8)
                : [],
        };
    }

    /// <summary>A flag of sccache's: true, on and 1, or false, off and 0 (its config.rs, bool_from_env_var).</summary>
    private static void Set(ForeignCollection values, int index, ReadOnlySpan<byte> value, byte[] source)
    {
        bool isOn = Is(value, "true"u8) || Is(value, "on"u8) || Is(value, "1"u8);
        if (isOn || Is(value, "false"u8) || Is(value, "off"u8) || Is(value, "0"u8))
            values.Set(index, isOn, source, "environment"u8.ToArray());
        else
            values.AddProblem(source, $"must be 'true', 'on', '1', 'false', 'off' or '0', not \"{ByteString.Show(value)}\"");
    }

    private static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> lower) => SettingKinds.EqualsIgnoringCase(value, lower);
}
