namespace Larder.Caching.Inputs;

/// <summary>Where what is read belongs to the system: nobody edits there in the course of a build, and there is much of it.</summary>
internal static class SystemPaths
{
    internal static bool Have(ReadOnlySpan<byte> path) => path.StartsWith("/usr/"u8) || path.StartsWith(NixStore.Prefix);
}
