namespace Larder.Caching.Drivers;

/// <summary>A compiler that was found behind a name.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsWhatTheNameSays">
/// A shell would find the same one under that name. Else the compiler must be called by its path: gcc looks itself up by the name that it
/// is called by, to find its own parts, and would find this program's place.
/// </param>
/// <param name="IsPassedScript">It is a script that was found on PATH or behind a launcher, which may lead back here: see <see cref="DriverLookup.Past"/>.</param>
/// <param name="Launcher">The launcher that names it, whose settings count; null where it was found without one.</param>
public sealed record FoundDriver(byte[] Path, bool IsWhatTheNameSays, bool IsPassedScript, LauncherSidecar? Launcher = null);
