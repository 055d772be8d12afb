using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Telemed.Rtc.Native;
using Telemed.Rtc.Srtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Dtls;

/// <summary>
/// One DTLS 1.2 association for SRTP keys (RFC 5764) on OpenSSL with memory BIOs: datagrams and time in, datagrams,
/// keys and a deadline out. One thread at a time; dispose frees native memory.
/// </summary>
/// <remarks>
/// OpenSSL times its retransmissions by the wall clock, which an engine must not read. So OpenSSL is told that its
/// timer has expired as soon as a flight is out; each retransmission that it makes then is parked, and sent when our
/// own clock says so. DTLSv1_listen is not used: it cannot take a ClientHello in two datagrams, and ICE has proven the
/// address already.
/// </remarks>
public sealed unsafe class DtlsEndpoint : IDisposable
{
    /// <summary>The wait before the first retransmission of a flight; it doubles with each.</summary>
    public static readonly TimeSpan FirstRetransmission = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between two retransmissions.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>How long the handshake may take.</summary>
    public static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(20);

    // OpenSSL gives up after 12 retransmissions of one flight; these ten last for 11 s.
    private const int RetransmissionsPerFlight = 10;

    // OpenSSL takes any timer below 15 ms for expired, and 0 for "not set".
    private const uint ExpiredMicroseconds = 1;
    private const uint FarMicroseconds = 3_600_000_000;

    private readonly DtlsFlights _flights = new();
    private readonly int _mtu;
    private GCHandle _self;
    private nint _ssl;
    private nint _input;
    private nint _output;
    private DtlsFingerprint? _peerFingerprint;
    private MonotonicTime _retransmitAt = MonotonicTime.Never;
    private MonotonicTime _handshakeBy = MonotonicTime.Never;
    private TimeSpan _wait;
    private int _retransmissions;
    private bool _flightBegan;
    private bool _fingerprintDiffers;

    /// <summary>Makes an end point; it sends nothing before <see cref="Start"/> or <see cref="Receive"/>.</summary>
    /// <param name="role">Who sends the ClientHello.</param>
    /// <param name="certificate">Our certificate; may be disposed while this lives.</param>
    /// <param name="mtu">The largest datagram in bytes.</param>
    public DtlsEndpoint(DtlsRole role, DtlsCertificate certificate, int mtu = 1200)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Role = role;
        _mtu = mtu;
        _ssl = certificate.NewSession();
        _input = NewMemoryBio();
        _output = NewMemoryBio();
        LibSsl.SSL_set_bio(_ssl, _input, _output);
        _self = GCHandle.Alloc(this);
        NativeFault.ThrowUnlessOne(
            LibSsl.SSL_set_ex_data(_ssl, 0, GCHandle.ToIntPtr(_self)), nameof(LibSsl.SSL_set_ex_data));
        LibSsl.SSL_ctrl(_ssl, LibSsl.SetMtu, mtu, null);
        LibSsl.DTLS_set_timer_cb(_ssl, &OnTimer);
        if (role == DtlsRole.Active)
            LibSsl.SSL_set_connect_state(_ssl);
        else
            LibSsl.SSL_set_accept_state(_ssl);
    }

    /// <summary>Our side of the handshake.</summary>
    public DtlsRole Role { get; }

    /// <summary>Where the association stands.</summary>
    public DtlsState State { get; private set; }

    /// <summary>Why it failed; None while it has not.</summary>
    public DtlsFailure Failure { get; private set; }

    /// <summary>The negotiated SRTP profile; None before Connected.</summary>
    public SrtpProfile SrtpProfile { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public MonotonicTime NextDeadline => _retransmitAt < _handshakeBy ? _retransmitAt : _handshakeBy;

    /// <summary>
    /// Sets the fingerprint that the peer's certificate must have. Without one no certificate is accepted.
    /// </summary>
    public void SetPeerFingerprint(DtlsFingerprint fingerprint) => _peerFingerprint = fingerprint;

    /// <summary>Begins the handshake: the active side sends its ClientHello. Does nothing a second time.</summary>
    public void Start(MonotonicTime now)
    {
        if (State != DtlsState.New)
            return;
        State = DtlsState.Handshaking;
        _handshakeBy = now + HandshakeLimit;
        if (Role == DtlsRole.Active)
            Shake(now);
    }

    /// <summary>Takes one datagram; anything may be in it.</summary>
    public void Receive(MonotonicTime now, ReadOnlySpan<byte> datagram)
    {
        Start(now);
        if (State is DtlsState.Closed or DtlsState.Failed || datagram.IsEmpty)
            return;
        fixed (byte* bytes = datagram)
        {
            if (LibCrypto.BIO_write(_input, bytes, datagram.Length) != datagram.Length)
                return;
        }

        if (State == DtlsState.Handshaking)
            Shake(now);
        if (State == DtlsState.Connected)
            ReadRecords();
    }

    /// <summary>Sends what is due at <paramref name="now"/>, or gives up.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        if (now >= _handshakeBy)
        {
            Fail(DtlsFailure.HandshakeTimeout);
        }
        else if (now >= _retransmitAt)
        {
            _flights.SendParked();
            _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
            _retransmitAt = _flights.Parked > 0 ? now + _wait : MonotonicTime.Never;
        }
    }

    /// <summary>Takes the next datagram to send; false when there is none.</summary>
    /// <param name="destination">At least as long as the MTU.</param>
    /// <param name="length">Its length in bytes.</param>
    public bool TryPollDatagram(Span<byte> destination, out int length) =>
        _flights.TryTakeDatagram(destination, _mtu, out length);

    /// <summary>
    /// Makes both directions of SRTP from the exported keys (RFC 5764 section 4.2). Caller disposes them.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    public void CreateSrtp(out SrtpSender sender, out SrtpReceiver receiver)
    {
        if (State != DtlsState.Connected)
            throw new InvalidOperationException("There are no keys before the handshake has ended.");

        var (keyLength, saltLength) = (SrtpProfile.KeyLength(), SrtpProfile.SaltLength());
        Span<byte> material = stackalloc byte[2 * (keyLength + saltLength)];
        Export(material);
        var clientKey = material[..keyLength];
        var serverKey = material.Slice(keyLength, keyLength);
        var clientSalt = material.Slice(2 * keyLength, saltLength);
        var serverSalt = material.Slice((2 * keyLength) + saltLength, saltLength);
        var active = Role == DtlsRole.Active;
        sender = new(SrtpProfile, active ? clientKey : serverKey, active ? clientSalt : serverSalt);
        receiver = new(SrtpProfile, active ? serverKey : clientKey, active ? serverSalt : clientSalt);
        CryptographicOperations.ZeroMemory(material);
    }

    /// <summary>Sends close_notify, when connected, and ends the association.</summary>
    public void Close()
    {
        if (State == DtlsState.Connected)
        {
            LibCrypto.ERR_clear_error();
            _ = LibSsl.SSL_shutdown(_ssl);
            CollectOutput();
        }

        if (State != DtlsState.Failed)
            End(DtlsState.Closed);
    }

    /// <summary>Frees the session; sends nothing.</summary>
    public void Dispose()
    {
        if (_ssl == 0)
            return;
        if (State != DtlsState.Failed)
            End(DtlsState.Closed);
        LibSsl.SSL_free(_ssl); // and both BIOs, which it owns
        _ssl = 0;
        _input = 0;
        _output = 0;
        _self.Free();
    }

    /// <summary>OpenSSL asks whether the peer's certificate will do: 1 is yes. No exception may leave it.</summary>
    [UnmanagedCallersOnly]
    internal static int OnVerify(nint store, nint argument)
    {
        try
        {
            var ssl = LibCrypto.X509_STORE_CTX_get_ex_data(store, LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx());
            return Of(ssl).Accepts(LibCrypto.X509_STORE_CTX_get0_cert(store)) ? 1 : 0;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    /// <summary>
    /// OpenSSL asks for the next timer: 0 when a flight begins, else just before a retransmission is made.
    /// </summary>
    [UnmanagedCallersOnly]
    private static uint OnTimer(nint ssl, uint microseconds)
    {
        try
        {
            return Of(ssl).NextTimer(flightBegins: microseconds == 0);
        }
        catch (Exception)
        {
            return FarMicroseconds;
        }
    }

    private static DtlsEndpoint Of(nint ssl) =>
        Unsafe.As<DtlsEndpoint>(GCHandle.FromIntPtr(LibSsl.SSL_get_ex_data(ssl, 0)).Target!);

    private static nint NewMemoryBio()
    {
        var bio = NativeFault.ThrowIfNull(LibCrypto.BIO_new(LibCrypto.BIO_s_mem()), nameof(LibCrypto.BIO_new));
        LibCrypto.BIO_ctrl(bio, LibCrypto.BioSetMemEofReturn, -1, null); // empty means "later", not "end"
        return bio;
    }

    private bool Accepts(nint certificate)
    {
        var length = LibCrypto.i2d_X509(certificate, null);
        if (length <= 0)
            return false;
        var der = new byte[length];
        fixed (byte* start = der)
        {
            var at = start;
            _ = LibCrypto.i2d_X509(certificate, &at);
        }

        _fingerprintDiffers = _peerFingerprint != DtlsFingerprint.OfCertificate(der);
        return !_fingerprintDiffers;
    }

    private uint NextTimer(bool flightBegins)
    {
        CollectOutput();
        if (flightBegins)
        {
            _flights.DropParked();
            _flightBegan = true;
            _retransmissions = 0;
            return ExpiredMicroseconds;
        }

        _retransmissions++;
        return _retransmissions < RetransmissionsPerFlight ? ExpiredMicroseconds : FarMicroseconds;
    }

    private void Shake(MonotonicTime now)
    {
        _flightBegan = false;
        _retransmissions = 0;
        LibCrypto.ERR_clear_error();
        var result = LibSsl.SSL_do_handshake(_ssl);
        var error = result == 1 ? 0 : LibSsl.SSL_get_error(_ssl, result);
        CollectOutput();
        _retransmissions = 0;
        if (result == 1)
            Finish();
        else if (error is not (LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite))
            Fail(ReasonOf(error));
        else if (_flightBegan)
            ArmTimer(now);
    }

    private void ArmTimer(MonotonicTime now)
    {
        _wait = FirstRetransmission;
        _retransmitAt = _flights.Parked > 0 ? now + _wait : MonotonicTime.Never;
    }

    private void Finish()
    {
        var profile = LibSsl.SSL_get_selected_srtp_profile(_ssl);
        SrtpProfile = profile == null ? SrtpProfile.None : (SrtpProfile)(int)profile->Id;
        State = DtlsState.Connected;
        _flights.DropParked();
        _retransmitAt = MonotonicTime.Never;
        _handshakeBy = MonotonicTime.Never;
        if (SrtpProfile == SrtpProfile.None)
        {
            Close();
            Fail(DtlsFailure.NoSrtpProfile);
        }
    }

    // After the handshake: alerts, and a repeated Finished of the peer, which OpenSSL answers with our last flight.
    [SkipLocalsInit]
    private void ReadRecords()
    {
        const int Size = 256;
        var ignored = stackalloc byte[Size];
        int result;
        LibCrypto.ERR_clear_error();
        do
        {
            result = LibSsl.SSL_read(_ssl, ignored, Size);
        }
        while (result > 0);

        var error = LibSsl.SSL_get_error(_ssl, result);
        CollectOutput();
        if (error == LibSsl.ErrorZeroReturn)
            Close();
        else if (error is not (LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite))
            Fail(ReasonOf(error));
    }

    private void CollectOutput()
    {
        var pending = (int)LibCrypto.BIO_ctrl_pending(_output);
        if (pending <= 0)
            return;
        var records = new byte[pending];
        fixed (byte* bytes = records)
            _ = LibCrypto.BIO_read(_output, bytes, pending);
        if (_retransmissions > 0)
            _flights.Park(records);
        else
            _flights.Send(records);
    }

    private void Export(Span<byte> material)
    {
        var label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* output = material, name = label)
        {
            NativeFault.ThrowUnlessOne(
                LibSsl.SSL_export_keying_material(
                    _ssl, output, (nuint)material.Length, name, (nuint)label.Length, null, 0, 0),
                nameof(LibSsl.SSL_export_keying_material));
        }
    }

    private DtlsFailure ReasonOf(int error)
    {
        if (_fingerprintDiffers)
            return DtlsFailure.FingerprintMismatch;
        return error == LibSsl.ErrorSsl ? OpenSslError.Classify(LibCrypto.ERR_get_error()) : DtlsFailure.Protocol;
    }

    private void Fail(DtlsFailure reason)
    {
        Failure = reason;
        End(DtlsState.Failed);
    }

    private void End(DtlsState state)
    {
        State = state;
        _flights.DropParked();
        _retransmitAt = MonotonicTime.Never;
        _handshakeBy = MonotonicTime.Never;
    }
}
