using Larder.Units;
using Larder.Units.Derivations;
using Larder.Units.Running;

namespace Larder.CommandLine.Units;

/// <summary>Adds a result to the Nix store, under the derivation's name, as a path of content.</summary>
internal static class Registration
{
    /// <summary>The store path.</summary>
    /// <exception cref="UnitFault">Nix refused.</exception>
    internal static string Add(UnitSession session, Derivation derivation, UnitResult result)
    {
        string name = result.Output == "out" ? derivation.Name : $"{derivation.Name}-{result.Output}";
        string directory = Directory.CreateTempSubdirectory("larder-").FullName;
        try
        {
            // The path's last component is the store path's name.
            string copy = $"{directory}/{name}";
            ProgramRun copied = ProgramRun.Run(session.Environment, "cp", "-a", "--reflink=auto", result.Path, copy);
            if (!copied.Succeeded)
                throw new UnitFault($"{result.Path} could not be copied: {copied.Error.Trim()}");
            ProgramRun added = ProgramRun.Run(session.Environment, "nix-store", "--add", copy);
            return added.Succeeded ? added.Output.Trim() : throw new UnitFault($"nix-store --add {copy} failed:\n{added.Error.TrimEnd()}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
