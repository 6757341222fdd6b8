using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Who made the other end (<c>struct ucred</c>, unix(7)): as it was when that end connected or began to listen.</summary>
/// <param name="ProcessId">0 where that process stands in a PID namespace that can't be seen from here.</param>
/// <param name="UserId">The effective user.</param>
/// <param name="GroupId">The effective group.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct UnixSocketPeer(int ProcessId, uint UserId, uint GroupId);
