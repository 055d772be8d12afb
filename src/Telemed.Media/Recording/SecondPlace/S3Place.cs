using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Telemed.Media.Recording.SecondPlace;

/// <summary>Objects in an S3-compatible store. Any thread.</summary>
internal sealed class S3Place : IDisposable
{
    private readonly S3Options _options;
    private readonly AmazonS3Client _client;

    public S3Place(S3Options options)
    {
        _options = options;
        _client = new(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.Url,
                AuthenticationRegion = options.Region,
                ForcePathStyle = true,

                // Other makers' stores do not know the newer check sums; what counts is what is read back.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                MaxErrorRetry = 3,
                Timeout = TimeSpan.FromMinutes(30),
            });
    }

    /// <summary>Writes a file as an object.</summary>
    /// <exception cref="IOException">The store refuses it or cannot be reached.</exception>
    public Task PutAsync(string path, string name, CancellationToken ct) => DoAsync(() => _client.PutObjectAsync(
        new()
        {
            BucketName = _options.Bucket,
            Key = _options.Prefix + name,
            FilePath = path,
            UseChunkEncoding = false,
        },
        ct));

    /// <summary>Reads an object whole; gives the SHA-256 of what came, or null when there is none.</summary>
    /// <exception cref="IOException">The store refuses it, cannot be reached, or what it sent is damaged.</exception>
    public Task<byte[]?> HashAsync(string name, CancellationToken ct) => DoAsync(async () =>
    {
        using var answer = await GetAsync(name, ct);
        return await SHA256.HashDataAsync(answer.ResponseStream, ct);
    });

    /// <summary>Copies an object to a stream and gives that stream; null when there is none.</summary>
    /// <exception cref="IOException">The store refuses it, cannot be reached, or what it sent is damaged.</exception>
    public Task<Stream?> SaveAsync(string name, Stream to, CancellationToken ct) => DoAsync(async () =>
    {
        using var answer = await GetAsync(name, ct);
        await answer.ResponseStream.CopyToAsync(to, ct);
        return to;
    });

    public void Dispose() => _client.Dispose();

    private Task<GetObjectResponse> GetAsync(string name, CancellationToken ct) => _client.GetObjectAsync(
        new GetObjectRequest { BucketName = _options.Bucket, Key = _options.Prefix + name }, ct);

    private static async Task<T?> DoAsync<T>(Func<Task<T>> action)
        where T : class
    {
        try
        {
            return await action();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new IOException("The second place cannot be used.", exception);
        }
    }
}
