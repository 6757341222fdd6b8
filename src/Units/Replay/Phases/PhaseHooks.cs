using Larder.Units.Derivations;
using Larder.Units.Graph;

namespace Larder.Units.Replay.Phases;

/// <summary>What a derivation's own phases and hooks need of the place in which they run.</summary>
internal static class PhaseHooks
{
    // Before or in the unpack and patch phases.
    private static readonly string[] Unpacking =
        ["patches", "prePatch", "postPatch", "patchPhase", "preUnpack", "postUnpack", "unpackPhase", "unpackCmd", "sourceRoot", "setSourceRoot", "srcs", "prePhases"];

    // They may edit what they find, or lead the build directory elsewhere.
    private static readonly string[] Configuring =
        ["preConfigure", "preConfigurePhases", "configurePhase", "postConfigure", "phases", "dontUseCmakeBuildDir", "cmakeBuildDir", "cmakeDir", "mesonBuildDir", "preBuild", "preBuildPhases", "buildPhase"];

    private static readonly string[] Later =
        ["postBuild", "preCheck", "checkPhase", "postCheck", "preInstall", "preInstallPhases", "installPhase", "postInstall", "preFixup", "fixupPhase", "postFixup"];

    /// <summary>The source is another one when it has been unpacked and patched: these phases must run.</summary>
    internal static bool ChangeSource(Derivation derivation) => Unpacking.Any(name => IsSet(derivation, name));

    /// <summary>The phases must not, or can not, run on the live source: they need a copy.</summary>
    internal static bool NeedCopy(UnitNode node) =>
        node.Kind is NodeKind.Plain or NodeKind.Rust
        || ChangeSource(node.Derivation)
        || Configuring.Any(name => IsSet(node.Derivation, name))
        // The source's root is above the build directory in the real one.
        || Later.Any(name => node.Derivation.Attribute(name)?.Contains("..", StringComparison.Ordinal) == true);

    private static bool IsSet(Derivation derivation, string name) => !string.IsNullOrEmpty(derivation.Attribute(name));
}
