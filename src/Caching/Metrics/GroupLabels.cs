using System.Text;
using Larder.Storage;

namespace Larder.Caching.Metrics;

/// <summary>What a row of the statistics is about, in words.</summary>
public static class GroupLabels
{
    /// <summary>All compilers that are kept together for want of room.</summary>
    public const string Rest = "(other)";

    /// <summary>One of which nobody has said what it is called.</summary>
    public const string Unknown = "(unknown)";

    /// <summary>The namespace, empty for none, and the compiler's path. Bytes that aren't UTF-8 become U+FFFD.</summary>
    public static (string Namespace, string Compiler) Of(in HistoryRow row)
    {
        if (row.Id == 0)
            return (string.Empty, Rest);
        int end = row.Text.AsSpan().IndexOf((byte)0);
        return end < 0
            ? (string.Empty, Unknown)
            : (Encoding.UTF8.GetString(row.Text.AsSpan(0, end)), Encoding.UTF8.GetString(row.Text.AsSpan(end + 1)));
    }
}
