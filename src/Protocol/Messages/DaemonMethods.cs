namespace Larder.Protocol.Messages;

/// <summary>
/// The paths of larder.proto's methods, as gRPC spells them. A request without fields (GetStatus, Drain, …) is an empty message.
/// </summary>
public static class DaemonMethods
{
    public static ReadOnlySpan<byte> Compile => "/larder.v1.Larder/Compile"u8;

    public static ReadOnlySpan<byte> Complete => "/larder.v1.Larder/Complete"u8;

    public static ReadOnlySpan<byte> Report => "/larder.v1.Larder/Report"u8;

    public static ReadOnlySpan<byte> Lookup => "/larder.v1.Larder/Lookup"u8;

    public static ReadOnlySpan<byte> Store => "/larder.v1.Larder/Store"u8;

    public static ReadOnlySpan<byte> CheckUnits => "/larder.v1.Larder/CheckUnits"u8;

    public static ReadOnlySpan<byte> EnterReplay => "/larder.v1.Larder/EnterReplay"u8;

    public static ReadOnlySpan<byte> GetStatus => "/larder.v1.Larder/GetStatus"u8;

    public static ReadOnlySpan<byte> GetStatistics => "/larder.v1.Larder/GetStatistics"u8;

    public static ReadOnlySpan<byte> ZeroStatistics => "/larder.v1.Larder/ZeroStatistics"u8;

    public static ReadOnlySpan<byte> Drain => "/larder.v1.Larder/Drain"u8;

    public static ReadOnlySpan<byte> Shutdown => "/larder.v1.Larder/Shutdown"u8;

    /// <summary>Answered with a stream of <see cref="WatchEvent"/>.</summary>
    public static ReadOnlySpan<byte> Watch => "/larder.v1.Larder/Watch"u8;
}
