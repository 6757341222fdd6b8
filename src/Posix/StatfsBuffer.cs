using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary><c>struct statfs</c> on 64-bit Linux; only the file system's type is read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct StatfsBuffer
{
    [FieldOffset(0)] internal long Type;
}
