using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Larder.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace Larder.Daemon.Grpc;

/// <summary>
/// The one message of a request. Statuses for requests that aren't well-formed are those of grpc/doc/statuscodes.md and
/// grpc/doc/compression.md.
/// </summary>
internal static class RequestReader
{
    /// <summary>Waits for the end of the request, as unary calls do everywhere: only then is it known to hold one message.</summary>
    /// <exception cref="GrpcFault">Not exactly one message, too large, compressed, truncated, or no such message.</exception>
    /// <exception cref="OperationCanceledException">The token fired, or the connection went away.</exception>
    public static async ValueTask<TRequest> ReadAsync<TRequest>(
        HttpRequest request, MessageParser<TRequest> parser, CancellationToken cancelled)
        where TRequest : IMessage<TRequest>
    {
        PipeReader body = request.BodyReader;
        while (true)
        {
            ReadResult read = await ReadSomeAsync(body, cancelled);
            ReadOnlySequence<byte> buffer = read.Buffer;
            SequencePosition consumed = buffer.Start;
            try
            {
                bool whole = IsWhole(buffer, read.IsCompleted, request);
                if (whole && read.IsCompleted)
                {
                    consumed = buffer.End;
                    return Parse(parser, buffer.Slice(MessageFrame.PrefixLength));
                }
            }
            finally
            {
                body.AdvanceTo(consumed, buffer.End);
            }
        }
    }

    private static async ValueTask<ReadResult> ReadSomeAsync(PipeReader body, CancellationToken cancelled)
    {
        try
        {
            return await body.ReadAsync(cancelled);
        }
        catch (IOException broken)
        {
            // The stream was reset or the connection lost; or the body isn't what its content-length said.
            throw new GrpcFault(GrpcStatusCode.Cancelled, "the request broke off: " + broken.Message);
        }
    }

    /// <summary>True where the buffer holds one message and nothing else, so far.</summary>
    private static bool IsWhole(ReadOnlySequence<byte> buffer, bool completed, HttpRequest request)
    {
        if (buffer.Length < MessageFrame.PrefixLength)
        {
            if (!completed)
                return false;
            throw buffer.IsEmpty
                ? new GrpcFault(GrpcStatusCode.Unimplemented, "the request holds no message; this call takes exactly one")
                : new GrpcFault(GrpcStatusCode.Internal, "the request ends within a message's prefix");
        }

        MessageFrame.ReadPrefix(buffer, out byte compressed, out uint length);
        if (compressed != 0)
            throw CompressionFault(compressed, request);
        if (length > GrpcLimits.ReceivedMessage)
            throw new GrpcFault(GrpcStatusCode.ResourceExhausted, $"a message of {length} bytes; {GrpcLimits.ReceivedMessage} are the limit");

        long missing = MessageFrame.PrefixLength + length - buffer.Length;
        if (missing < 0)
            throw new GrpcFault(GrpcStatusCode.Unimplemented, "the request holds more than one message; this call takes exactly one");
        if (missing > 0 && completed)
            throw new GrpcFault(GrpcStatusCode.Internal, $"the request ends {missing} bytes before the end of its message");
        return missing == 0;
    }

    private static GrpcFault CompressionFault(byte compressed, HttpRequest request)
    {
        if (compressed != 1)
            return new GrpcFault(GrpcStatusCode.Internal, $"a message with compressed flag {compressed}; 0 and 1 are known");
        string encoding = request.Headers[GrpcHeaders.Encoding].ToString();
        request.HttpContext.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.Identity;
        return encoding is "" or GrpcHeaders.Identity
            ? new GrpcFault(GrpcStatusCode.Internal, "a compressed message without a grpc-encoding that says how")
            : new GrpcFault(GrpcStatusCode.Unimplemented, $"messages compressed by '{encoding}' are not supported; {GrpcHeaders.Identity} is");
    }

    private static TRequest Parse<TRequest>(MessageParser<TRequest> parser, ReadOnlySequence<byte> message)
        where TRequest : IMessage<TRequest>
    {
        try
        {
            return parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new GrpcFault(GrpcStatusCode.Internal, "the request can't be parsed: " + malformed.Message);
        }
    }
}
