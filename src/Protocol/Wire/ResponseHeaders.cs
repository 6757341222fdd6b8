namespace Larder.Protocol.Wire;

/// <summary>What of a response's headers and trailers decides how a call ended.</summary>
internal struct ResponseHeaders
{
    /// <summary>More fields than any server of ours sends; the rest of a block is not read, and the connection ends.</summary>
    private const int MaxFields = 256;

    private const int NoGrpcStatus = -1;

    private int _grpcStatusPlusOne;

    /// <summary>The HTTP status, 0 while none has come.</summary>
    internal int HttpStatus { get; private set; }

    /// <summary>The content type is gRPC's: what follows are framed messages.</summary>
    internal bool IsGrpc { get; private set; }

    /// <summary>grpc-status, or -1 where there is none; a value that is no number is <see cref="GrpcStatusCode.Unknown"/>.</summary>
    internal readonly int GrpcStatus => _grpcStatusPlusOne - 1;

    internal readonly bool HasGrpcStatus => GrpcStatus != NoGrpcStatus;

    /// <summary>grpc-message, decoded.</summary>
    internal byte[]? Message { get; private set; }

    /// <summary>Takes a block. False where it can't be read.</summary>
    internal bool Read(ReadOnlySpan<byte> block, HpackDynamicTable table)
    {
        HpackReader reader = new(block, table);
        for (int fields = 0; fields < MaxFields; fields++)
        {
            HpackResult result = reader.Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);
            if (result != HpackResult.Field)
                return result == HpackResult.End;
            Take(name, value);
        }

        return false;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual(":status"u8))
            HttpStatus = Number(value, 0);
        else if (name.SequenceEqual("content-type"u8))
            IsGrpc = IsGrpcType(value);
        else if (name.SequenceEqual("grpc-status"u8))
            _grpcStatusPlusOne = Number(value, (int)GrpcStatusCode.Unknown) + 1;
        else if (name.SequenceEqual("grpc-message"u8))
            Message = PercentEncoding.Decode(value);
    }

    /// <summary>application/grpc, alone or followed by +proto, a parameter, ….</summary>
    private static bool IsGrpcType(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> type = "application/grpc"u8;
        return value.StartsWith(type) && (value.Length == type.Length || value[type.Length] is (byte)'+' or (byte)';');
    }

    private static int Number(ReadOnlySpan<byte> digits, int otherwise)
    {
        if (digits.Length is < 1 or > 3)
            return otherwise;
        int number = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return otherwise;
            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
