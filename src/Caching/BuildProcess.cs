using System.Globalization;
using System.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>
/// The topmost process of a build that nobody has named: below the shell of a terminal, which leads the session of the system; or that leader itself, where it is no such shell
/// (a container's make, a script without a terminal), or starts larder itself. So two builds in one terminal are two. Reads a file of /proc for each ancestor, some 7 µs each.
/// </summary>
internal static class BuildProcess
{
    /// <summary>What is kept of a command line, in bytes.</summary>
    private const int MaxCommand = 200;

    /// <summary>Shells, make and wrappers nest less deep than this.</summary>
    private const int MostAncestors = 64;

    /// <summary>Programs that start builds rather than being one.</summary>
    private static ReadOnlySpan<byte> Starters => " login sshd su sudo screen tmux systemd init "u8;

    /// <summary>So do these where somebody types; else they run a script, which is a build however many subshells it has.</summary>
    private static ReadOnlySpan<byte> Shells => " sh bash dash zsh fish ksh mksh tcsh csh ash busybox "u8;

    /// <summary>
    /// The session of the build that this process is of, as <see cref="StatisticsFacts"/> has it. Where /proc says nothing it is that of the system, getsid(2); 0 for none.
    /// All numbers are /proc's, which may be of another PID namespace than ours.
    /// </summary>
    internal static ulong Session()
    {
        if (ProcessStatus.OfThisProcess() is not { } self)
            return StatisticsFacts.SessionOf(Math.Max(User.SessionId, 0), started: 0);
        ProcessStatus top = self;
        for (int i = 0; i < MostAncestors && top.Id != self.Session && ProcessStatus.Of(top.Parent) is { } parent && parent.Session == self.Session; i++)
        {
            if (parent.Id == self.Session && top.Id != self.Id && StartsBuilds(in parent))
                break;
            top = parent;
        }

        return StatisticsFacts.SessionOf(top.Id, top.Started);
    }

    /// <summary>Its command line and number, "make -j8 (4711)"; null where it runs no more, or can't be seen from here.</summary>
    internal static byte[]? Text(ulong session)
    {
        // No other that got its number since, or has it in another PID namespace.
        if (ProcessStatus.Of((int)StatisticsFacts.ProcessOf(session)) is not { } process || StatisticsFacts.SessionOf(process.Id, process.Started) != session)
            return null;
        byte[] command = ProcessStatus.CommandOf(process.Id, MaxCommand);
        return [.. command.Length > 0 ? command : process.Name, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" ({process.Id})"))];
    }

    private static bool StartsBuilds(in ProcessStatus process)
    {
        ReadOnlySpan<byte> name = [(byte)' ', .. process.Name.AsSpan().TrimStart((byte)'-'), (byte)' '];
        return Starters.IndexOf(name) >= 0 || (process.HasTerminal && Shells.IndexOf(name) >= 0);
    }
}
