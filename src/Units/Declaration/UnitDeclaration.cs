namespace Larder.Units.Declaration;

/// <summary>A unit as the repository's units.nix declares it.</summary>
/// <param name="Name">What people call it: "libfoo"; a Rust crate is PROFILE.CRATE.</param>
/// <param name="DerivationPath">The .drv file.</param>
/// <param name="Source">The live source directory, absolute.</param>
/// <param name="Options">What else the declaration says.</param>
internal sealed record UnitDeclaration(string Name, string DerivationPath, string Source, UnitOptions Options);
