namespace Larder.Caching.Settings;

/// <summary>The setting that somebody probably meant, by edit distance, for the complaint about an unknown one.</summary>
internal static class NearestSetting
{
    private const int LongestName = 40;

    /// <param name="name">In any case, with '-' or '_', without LARDER_.</param>
    /// <param name="nearest">The first of the nearest.</param>
    internal static bool TryFind(ReadOnlySpan<byte> name, out Setting nearest)
    {
        nearest = default;
        if (name.Length > LongestName)
            return false;
        Span<byte> lower = stackalloc byte[LongestName];
        lower = lower[..name.Length];
        for (int i = 0; i < name.Length; i++)
            lower[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] + 32) : name[i] == (byte)'-' ? (byte)'_' : name[i];

        int best = int.MaxValue;
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
        {
            ReadOnlySpan<byte> known = SettingTable.Row(setting).Name;
            int distance = Distance(lower, known);
            // A third of the letters may be wrong; more than that is no slip of the finger.
            if (distance < best && distance * 3 <= Math.Max(known.Length, 3))
            {
                best = distance;
                nearest = setting;
            }
        }

        return best != int.MaxValue;
    }

    /// <summary>Levenshtein's distance, a row at a time.</summary>
    private static int Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
