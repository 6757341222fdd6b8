namespace Larder.Units.Declaration;

/// <summary>What a declaration may say of a unit besides its derivation and source. Written to the evaluation's file.</summary>
/// <param name="Ignored">Globs below the source of what is no part of it ("*" within a component, "**" across), beside .gitignore's.</param>
/// <param name="RunsFixup">The fixup phase runs (stripping, shebangs); without it: off, for it costs time and rarely matters to a developer.</param>
/// <param name="RunsChecks">The check phase runs.</param>
/// <param name="CutsByContent">Dependents are rebuilt whenever a shared library's content changes, not only its interface.</param>
internal sealed record UnitOptions(string[] Ignored, bool RunsFixup, bool RunsChecks, bool CutsByContent)
{
    internal static UnitOptions Default { get; } = new([], RunsFixup: false, RunsChecks: false, CutsByContent: false);
}
