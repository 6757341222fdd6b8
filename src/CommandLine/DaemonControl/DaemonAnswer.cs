using Larder.Protocol.Messages;

namespace Larder.CommandLine.DaemonControl;

/// <summary>What came of asking the daemon how it is.</summary>
/// <param name="Status">Its answer, or null.</param>
/// <param name="IsAlive">A process holds the daemon's place, answering or not.</param>
/// <param name="MayStart">Nothing stands in the way of a new one.</param>
/// <param name="Problem">Why there is no answer.</param>
internal readonly record struct DaemonAnswer(GetStatusReply? Status, bool IsAlive, bool MayStart, string Problem);
