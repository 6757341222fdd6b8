using Larder.Storage;

namespace Larder.CommandLine.Text;

/// <summary>Sessions, as <see cref="StatisticsFacts"/> has them, for people.</summary>
internal static class SessionText
{
    /// <summary>Its name; else the number of its topmost process; where it has a name that nobody has said yet, the end of what stands for that.</summary>
    internal static string Of(ulong session, string name = "") =>
        name.Length > 0 ? name
        : StatisticsFacts.IsNamed(session) ? "~" + (session & 0xFF_FFFF).ToString("x6")
        : StatisticsFacts.ProcessOf(session).ToString();
}
