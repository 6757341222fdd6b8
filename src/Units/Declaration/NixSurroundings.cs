using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Files;
using Larder.Units.Running;
using Larder.Units.StateFiles;

namespace Larder.Units.Declaration;

/// <summary>
/// What an evaluation depends on besides files: the environment, Nix's program, its settings' files, and where its search path leads. Nix gets no other variable than those
/// of the tables here and what larder.toml names, so "builtins.getEnv" can't read what nobody looks at.
/// </summary>
internal sealed class NixSurroundings
{
    /// <summary>Read by Nix's evaluator or by what it calls (manual, "Common Environment Variables"); all count. A star stands for any further characters.</summary>
    private static readonly string[] s_counted =
    [
        "NIX_PATH", "NIX_CONFIG", "NIX_CONF_DIR", "NIX_USER_CONF_FILES", "NIX_STORE_DIR", "NIX_STORE", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR", "NIX_DATA_DIR",
        "NIX_REMOTE", "NIX_IGNORE_SYMLINK_STORE", "NIXPKGS_*", "HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS",
    ];

    /// <summary>What Nix needs to fetch and to write, and what changes nothing that is evaluated.</summary>
    private static readonly string[] s_passed =
    [
        "PATH", "TMPDIR", "USER", "LOGNAME", "LANG", "LC_*", "LOCALE_ARCHIVE", "LD_LIBRARY_PATH", "TERM", "TZDIR",
        "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "SSH_AUTH_SOCK", "NIX_SSL_CERT_FILE",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
        "NIX_SSHOPTS", "GIT_SSH", "GIT_SSH_COMMAND",
    ];

    /// <param name="callers">The environment of whoever wants the evaluation.</param>
    /// <param name="declared">Further variables that the repository's expressions read.</param>
    internal NixSurroundings(ProcessEnvironment callers, string[] declared)
    {
        string[] counted = [.. s_counted, .. declared];
        Environment = new ProcessEnvironment([.. callers.Words.ToArray().Where(word => IsAny(word, s_passed) || IsAny(word, counted))]);
        Program = ProgramRun.Find(callers, "nix-instantiate")
            ?? throw new UnitFault("nix-instantiate is not on PATH: units are declared by Nix expressions, so Nix must be installed (Debian: nix-bin)");
        Digest = Of([.. callers.Words.ToArray().Where(word => IsAny(word, counted)).Select(word => ByteText.Decode(word)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What Nix is run with.</summary>
    internal ProcessEnvironment Environment { get; }

    /// <summary>nix-instantiate.</summary>
    internal string Program { get; }

    /// <summary>Of the variables that count, the program, and what larder itself has Nix evaluate.</summary>
    internal Digest Digest { get; }

    /// <summary>Nix's settings: nix.conf of the system and the user, be they there or not (manual, "nix.conf"). Files that these include are not known.</summary>
    internal IEnumerable<string> SettingsFiles()
    {
        string home = Value("HOME") ?? "/";
        yield return (Value("NIX_CONF_DIR") ?? "/etc/nix") + "/nix.conf";
        if (Value("NIX_USER_CONF_FILES") is { } files)
        {
            foreach (string file in files.Split(':', StringSplitOptions.RemoveEmptyEntries))
                yield return file;
            yield break;
        }

        yield return (Value("XDG_CONFIG_HOME") ?? home + "/.config") + "/nix/nix.conf";
        foreach (string directory in (Value("XDG_CONFIG_DIRS") ?? "/etc/xdg").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return directory + "/nix/nix.conf";
    }

    /// <summary>Paths that a name in angle brackets may be looked up at; where each leads counts.</summary>
    internal IEnumerable<string> SearchPath()
    {
        // Without the variable, Nix looks at the channels of the user and of root.
        string home = Value("HOME") ?? "/";
        string[] entries = Value("NIX_PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries)
            ?? [home + "/.nix-defexpr/channels", "/nix/var/nix/profiles/per-user/root/channels/nixpkgs", "/nix/var/nix/profiles/per-user/root/channels"];
        return entries.Select(entry => entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(path => path.StartsWith('/'));
    }

    private string? Value(string name) => Environment.Get(Encoding.ASCII.GetBytes(name)) is { Length: > 0 } value ? ByteText.Decode(value) : null;

    private static bool IsAny(byte[] word, string[] names)
    {
        int length = word.AsSpan().IndexOf((byte)'=');
        if (length <= 0)
            return false;
        string name = ByteText.Decode(word.AsSpan(0, length));
        return names.Any(known => known.EndsWith('*') ? name.StartsWith(known[..^1], StringComparison.Ordinal) : name == known);
    }

    // Another version of Nix is another file, or one that was written at another time.
    private Digest Of(string[] variables)
    {
        StateWriter parts = new("larder nix surroundings 1");
        parts.Texts(variables);
        string program = PlainFiles.Real(Program) ?? Program;
        parts.Text(program);
        FileStamp.Of(program).Write(parts);
        parts.Texts([ShippedExpressions.Library, ShippedExpressions.Evaluation]);
        return parts.ToDigest();
    }
}
