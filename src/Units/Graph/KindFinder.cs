using Larder.Units.Derivations;
using Larder.Units.Files;

namespace Larder.Units.Graph;

/// <summary>Says how a unit is built, as nixpkgs' stdenv and its hooks would decide it.</summary>
/// <remarks>
/// In this order:
/// 1. "crateName": <see cref="NodeKind.Rust"/>.
/// 2. "dontConfigure", or a "configurePhase" of its own: plain, unless that calls cmakeConfigurePhase or mesonConfigurePhase. (One that calls cmake itself knows
///    nothing of our build directory.)
/// 3. cmake or meson among its inputs, unless dontUseCmakeConfigure or dontUseMesonConfigure says no. With both: the one whose file the source has; else the first,
///    whose hook wins in stdenv too.
/// 4. cmakeFlags or mesonFlags that say something, where only one of them does (nixpkgs has them all over, empty, and when cross compiling filled).
/// 5. The source has CMakeLists.txt or meson.build, one of them, and no build system besides that a stdenv without cmake would take.
/// 6. Plain.
/// </remarks>
internal static class KindFinder
{
    private static readonly string[] s_inputLists =
        ["nativeBuildInputs", "buildInputs", "propagatedNativeBuildInputs", "propagatedBuildInputs", "depsBuildBuild", "depsBuildBuildPropagated"];

    /// <summary>Beginnings of packages' names whose hooks configure by it; a digit follows where they end in a hyphen.</summary>
    private static readonly string[] s_cmakePackages = ["cmake-", "cmake-minimal", "cmake-boot", "cmake-cursesUI", "extra-cmake-modules-"];
    private static readonly string[] s_mesonPackages = ["meson-"];

    /// <summary>What decides where the derivation doesn't, in a source's root.</summary>
    [Flags]
    internal enum Marks
    {
        None = 0,
        Cmake = 1,
        Meson = 2,
        Other = 4,
    }

    private static readonly (string Name, Marks Mark)[] s_files =
    [
        ("CMakeLists.txt", Marks.Cmake), ("meson.build", Marks.Meson), ("configure", Marks.Other), ("configure.ac", Marks.Other), ("autogen.sh", Marks.Other),
        ("Makefile", Marks.Other), ("makefile", Marks.Other), ("GNUmakefile", Marks.Other),
    ];

    /// <summary>How a unit is built.</summary>
    /// <param name="derivation">The unit's.</param>
    /// <param name="source">Its source directory.</param>
    /// <param name="marks">What was seen in the source; null: it was not looked at, and can't make a difference.</param>
    internal static NodeKind Find(Derivation derivation, string source, out Marks? marks)
    {
        marks = null;
        if (IsSet(derivation, "crateName"))
            return NodeKind.Rust;
        if (IsSet(derivation, "dontConfigure"))
            return NodeKind.Plain;
        if (derivation.Attribute("configurePhase") is { Length: > 0 } phase)
        {
            return phase.Contains("cmakeConfigurePhase", StringComparison.Ordinal) ? NodeKind.Cmake
                : phase.Contains("mesonConfigurePhase", StringComparison.Ordinal) ? NodeKind.Meson : NodeKind.Plain;
        }

        int cmake = IsSet(derivation, "dontUseCmakeConfigure") ? -1 : Place(derivation, s_cmakePackages);
        int meson = IsSet(derivation, "dontUseMesonConfigure") ? -1 : Place(derivation, s_mesonPackages);
        if (cmake >= 0 != meson >= 0)
            return cmake >= 0 ? NodeKind.Cmake : NodeKind.Meson;
        bool hasInput = cmake >= 0;
        bool cmakeSays = IsSet(derivation, "cmakeFlags") || IsSet(derivation, "cmakeDir") || IsSet(derivation, "cmakeBuildType");
        bool mesonSays = IsSet(derivation, "mesonFlags") || IsSet(derivation, "mesonBuildType");
        if (!hasInput && cmakeSays != mesonSays)
            return cmakeSays ? NodeKind.Cmake : NodeKind.Meson;

        marks = Look(source);
        Marks seen = hasInput ? marks.Value & ~Marks.Other : marks.Value;
        return seen switch
        {
            Marks.Cmake => NodeKind.Cmake,
            Marks.Meson => NodeKind.Meson,
            _ when hasInput => cmake < meson ? NodeKind.Cmake : NodeKind.Meson,
            _ => NodeKind.Plain,
        };
    }

    /// <summary>Looks at a source's root.</summary>
    internal static Marks Look(string source) =>
        s_files.Where(file => PlainFiles.IsFile($"{source}/{file.Name}")).Aggregate(Marks.None, (marks, file) => marks | file.Mark);

    private static bool IsSet(Derivation derivation, string attribute) => !string.IsNullOrEmpty(derivation.Attribute(attribute));

    /// <summary>Where in the lists of inputs a package stands; negative: nowhere.</summary>
    private static int Place(Derivation derivation, string[] packages) =>
        Array.FindIndex(
            [.. s_inputLists.SelectMany(list => (derivation.Attribute(list) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))],
            input => IsPackage(input, packages));

    private static bool IsPackage(string path, string[] packages)
    {
        if (StorePath.Store(path) == null)
            return false;
        string name = StorePath.Name(path);
        return packages.Any(package => name == package.TrimEnd('-')
            || (name.StartsWith(package, StringComparison.Ordinal) && (!package.EndsWith('-') || char.IsAsciiDigit(name[package.Length]))));
    }
}
