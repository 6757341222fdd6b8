namespace Larder.Protocol.Messages;

/// <summary>Why a client is to work in process. On the wire; never change.</summary>
public enum WorkInProcessReason
{
    Unknown = 0,
    OtherNamespace = 1,
    WorkingDirectory = 2,
    Busy = 3,
    Draining = 4,
    OtherSettings = 5,
    Fault = 6,
}
