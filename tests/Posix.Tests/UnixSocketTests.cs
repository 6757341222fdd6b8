using System.Diagnostics;

namespace Larder.Posix.Tests;

public sealed class UnixSocketTests
{
    [Fact]
    public void Bytes_go_both_ways_and_the_end_is_seen()
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket first, out UnixSocket second));
        using (first)
        {
            Assert.Equal(Errno.TryAgain, first.Receive(new byte[10], out int received));
            Assert.Equal(0, received);
            Assert.Equal(0, second.Send("ab"u8, "cde"u8, out int sent));
            Assert.Equal(5, sent);
            Assert.Equal(0, first.Wait(UnixSocketEvents.Readable, 10_000, out UnixSocketEvents found));
            Assert.Equal(UnixSocketEvents.Readable, found);
            byte[] room = new byte[10];
            Assert.Equal(0, first.Receive(room, out received));
            Assert.Equal("abcde"u8, room.AsSpan(0, received));

            Assert.Equal(0, second.ShutdownSending());
            Assert.Equal(0, first.Receive(room, out received));
            Assert.Equal(0, received);
            Assert.Equal(0, first.SendAll("x"u8, UnixSocketDeadline.Never));
            Assert.Equal(0, second.Receive(room, out received));
            Assert.Equal(1, received);
            second.Dispose();
            Assert.Equal(UnixSocketErrno.BrokenPipe, first.SendAll("x"u8, UnixSocketDeadline.Never));
        }
    }

    [Fact]
    public void A_peer_that_reads_nothing_is_waited_for_until_the_deadline()
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket first, out UnixSocket second));
        using (first)
        using (second)
        {
            Assert.Equal(UnixSocketErrno.TimedOut, first.SendAll(new byte[10_000_000], UnixSocketDeadline.In(50)));
            Assert.Equal(Errno.TryAgain, first.Send("x"u8, default, out int sent));
            Assert.Equal(0, sent);
            Assert.Equal(UnixSocketErrno.TimedOut, first.Wait(UnixSocketEvents.Writable, 10, out UnixSocketEvents found));
            Assert.Equal(UnixSocketEvents.None, found);
        }
    }

    [Fact]
    public void A_long_send_ends_when_the_peer_reads_slowly()
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket first, out UnixSocket second));
        using (first)
        {
            int total = 0;
            Thread reader = new(() =>
            {
                byte[] room = new byte[50_000];
                while (second.Wait(UnixSocketEvents.Readable, 10_000, out _) == 0 && second.Receive(room, out int received) == 0 && received > 0)
                    total += received;
                second.Dispose();
            });
            reader.Start();
            Assert.Equal(0, first.SendAll(new byte[3_000_000], UnixSocketDeadline.In(60_000)));
            first.ShutdownSending();
            reader.Join();
            Assert.Equal(3_000_000, total);
        }
    }

    [Fact]
    public void The_peer_is_who_made_it()
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket first, out UnixSocket second));
        using (first)
        using (second)
        {
            Assert.Equal(0, first.GetPeer(out PeerCredentials peer));
            Assert.Equal(Environment.ProcessId, peer.ProcessId);
            Assert.Equal(User.EffectiveId, peer.UserId);
        }

        Assert.NotEqual(0, new UnixSocket(-1).GetPeer(out _));
    }

    [Fact]
    public void Children_do_not_get_it()
    {
        Assert.Equal(0, UnixSocket.CreatePair(out UnixSocket first, out UnixSocket second));
        using (first)
        using (second)
        {
            ProcessStartInfo ls = new("/bin/ls", ["-l", "/proc/self/fd"]) { RedirectStandardOutput = true, UseShellExecute = false };
            using Process child = Process.Start(ls)!;
            string listed = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            string link = new FileInfo($"/proc/self/fd/{first.Descriptor.Value}").LinkTarget!;
            Assert.StartsWith("socket:", link, StringComparison.Ordinal);
            Assert.DoesNotContain(link, listed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_deadline_passes()
    {
        Assert.False(UnixSocketDeadline.Never.HasPassed);
        Assert.Equal(-1, UnixSocketDeadline.Never.RemainingMilliseconds);
        Assert.True(UnixSocketDeadline.In(0).HasPassed);
        Assert.Equal(0, UnixSocketDeadline.In(-5).RemainingMilliseconds);
        UnixSocketDeadline later = UnixSocketDeadline.In(1_000_000);
        Assert.False(later.HasPassed);
        Assert.InRange(later.RemainingMilliseconds, 900_000, 1_000_000);
    }
}
