#include "minisign.hpp"

#include "base64.hpp"
#include "errors.hpp"
#include "trusted_key.hpp"

#include <satchel/format/endian.hpp>

#include <fcntl.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace satchel::tool {
namespace {

// A secret key's file, decoded: "Ed", how it is encrypted, how it is checked, salt, two limits of scrypt, the secret.
constexpr std::size_t encryption_at = 2, check_at = 4, settings_at = 6, salt_bytes = 32, limit_bytes = 8,
                      secret_at = settings_at + salt_bytes + 2 * limit_bytes, secret_bytes = 104,
                      file_bytes = secret_at + secret_bytes;
// Those of new keys: 128 MiB, a quarter of a second.
constexpr unsigned long long operations = 1 << 22, memory = 128 << 20;
constexpr std::uint64_t memory_most = std::uint64_t{4} << 30;  // a file may ask for no more

bytes view(const unsigned char* data, std::size_t size) { return {reinterpret_cast<const std::byte*>(data), size}; }

void start() {
  if (sodium_init() < 0) throw trouble("", "libsodium cannot start: there are no random numbers");
}

// Gives the terminal back as it was.
class quiet_terminal {
 public:
  explicit quiet_terminal(int terminal) : terminal_(terminal) {
    known_ = tcgetattr(terminal, &before_) == 0;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known_) tcsetattr(terminal, TCSAFLUSH, &quiet);
  }
  ~quiet_terminal() {
    if (known_) tcsetattr(terminal_, TCSAFLUSH, &before_);
    close(terminal_);
  }
  quiet_terminal(const quiet_terminal&) = delete;
  quiet_terminal& operator=(const quiet_terminal&) = delete;

 private:
  int terminal_;
  termios before_{};
  bool known_ = false;
};

void say(int terminal, const std::string& text) {
  if (::write(terminal, text.data(), text.size()) < 0) throw trouble_with_file("terminal", "cannot be written", errno);
}

}  // namespace

std::string ask_password(const std::string& question) {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0)
    throw trouble("", "there is no terminal to ask for the key's password",
                  "use a key without one, made by: satchel keygen --no-password NAME");
  const quiet_terminal quiet(terminal);
  say(terminal, question);
  std::string password;
  for (char c = 0;;) {
    const ssize_t n = ::read(terminal, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || c == '\n' || c == '\r') break;
    password += c;
  }
  say(terminal, "\n");
  return password;
}

secret_key::~secret_key() { sodium_memzero(secret_.data(), secret_.size()); }

std::array<unsigned char, secret_key::check_bytes> secret_key::checksum() const {
  std::array<unsigned char, check_bytes> out;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, out.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>("Ed"), 2);
  crypto_generichash_update(&state, secret_.data(), id_bytes + pair_bytes);
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

// Encrypts, and decrypts. `settings` are salt and limits.
void secret_key::mix_with_password(const std::string& password, const unsigned char* settings) {
  const std::byte* limits = reinterpret_cast<const std::byte*>(settings) + salt_bytes;
  const std::uint64_t wanted = format::load64(limits + limit_bytes);
  unsigned char stream[secret_bytes];
  if (wanted > memory_most ||
      crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password.data(), password.size(), settings,
                                         format::load64(limits), wanted) != 0)
    throw trouble("", "not enough memory to check the key's password", "free some memory");
  for (std::size_t i = 0; i < secret_.size(); ++i) secret_[i] ^= stream[i];
  sodium_memzero(stream, sizeof stream);
}

void secret_key::read(const std::string& path) {
  start();
  std::ifstream file(path);
  std::string comment, line;
  std::getline(file, comment);
  std::getline(file, line);
  if (!file)
    throw trouble_with_file(path, "cannot be read as a secret key", errno, "make one with: satchel keygen NAME");
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  unsigned char raw[file_bytes];
  std::size_t size = 0;
  const bool decoded = sodium_base642bin(raw, sizeof raw, line.data(), line.size(), nullptr, &size, nullptr,
                                         sodium_base64_VARIANT_ORIGINAL) == 0;
  sodium_memzero(line.data(), line.size());
  const bool encrypted = decoded && std::memcmp(raw + encryption_at, "Sc", 2) == 0;
  constexpr unsigned char plain[2] = {0, 0};
  if (!decoded || size != sizeof raw || std::memcmp(raw, "Ed", 2) != 0 || std::memcmp(raw + check_at, "B2", 2) != 0 ||
      (!encrypted && std::memcmp(raw + encryption_at, plain, 2) != 0))
    throw trouble(path, "this is not a secret key of minisign's or Satchel's",
                  "name the secret key, not the public one; make a pair with: satchel keygen NAME");
  std::copy_n(raw + secret_at, secret_.size(), secret_.begin());
  sodium_memzero(raw + secret_at, secret_bytes);
  if (encrypted) {
    std::string password = ask_password("Password of " + path + ": ");
    mix_with_password(password, raw + settings_at);
    sodium_memzero(password.data(), password.size());
  }
  const auto sum = checksum();
  const unsigned char* stored = secret_.data() + id_bytes + pair_bytes;
  if (!encrypted && sodium_is_zero(stored, sum.size()) != 0)
    return;  // minisign leaves it out where nothing is encrypted
  if (sodium_memcmp(sum.data(), stored, sum.size()) != 0)
    throw trouble(path, encrypted ? "the password is wrong, or the key is damaged" : "the secret key is damaged",
                  "try again, or use a copy of the key");
}

void secret_key::make() {
  start();
  unsigned char open[crypto_sign_PUBLICKEYBYTES];
  randombytes_buf(secret_.data(), id_bytes);
  crypto_sign_keypair(open, secret_.data() + id_bytes);
  const auto sum = checksum();
  std::copy(sum.begin(), sum.end(), secret_.begin() + id_bytes + pair_bytes);
}

std::string secret_key::secret_file(const std::optional<std::string>& password) const {
  unsigned char raw[file_bytes] = {'E', 'd', 0, 0, 'B', '2'};
  secret_key copy;
  copy.secret_ = secret_;
  if (password) {
    raw[encryption_at] = 'S';
    raw[encryption_at + 1] = 'c';
    randombytes_buf(raw + settings_at, salt_bytes);
    std::byte* limits = reinterpret_cast<std::byte*>(raw) + settings_at + salt_bytes;
    format::store64(limits, operations);
    format::store64(limits + limit_bytes, memory);
    copy.mix_with_password(*password, raw + settings_at);
  }
  std::copy(copy.secret_.begin(), copy.secret_.end(), raw + secret_at);
  const std::string text = base64(view(raw, sizeof raw));
  sodium_memzero(raw, sizeof raw);
  return std::string("untrusted comment: ") + (password ? "minisign encrypted secret key\n" : "minisign secret key\n") +
         text + '\n';
}

std::string secret_key::public_text() const {
  std::vector<unsigned char> raw{'E', 'd'};
  raw.insert(raw.end(), secret_.begin(), secret_.begin() + id_bytes);
  constexpr std::size_t seed_bytes = pair_bytes - crypto_sign_PUBLICKEYBYTES;
  raw.insert(raw.end(), pair() + seed_bytes, pair() + pair_bytes);
  return base64(view(raw.data(), raw.size()));
}

std::string secret_key::name() const {
  std::byte id[id_bytes];
  std::memcpy(id, secret_.data(), sizeof id);
  return key_name(id);
}

std::string secret_key::public_file() const {
  return "untrusted comment: minisign public key " + name() + '\n' + public_text() + '\n';
}

pack::key_signature secret_key::sign(bytes statement, const std::string& comment) const {
  pack::key_signature out;
  std::memcpy(out.key_id.data(), secret_.data(), out.key_id.size());
  unsigned char hash[crypto_generichash_BYTES_MAX];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(statement.data), statement.size, nullptr,
                     0);
  auto* made = reinterpret_cast<unsigned char*>(out.signature.data());
  crypto_sign_detached(made, nullptr, hash, sizeof hash, pair());
  std::vector<unsigned char> both(made, made + out.signature.size());
  both.insert(both.end(), comment.begin(), comment.end());
  crypto_sign_detached(reinterpret_cast<unsigned char*>(out.comment_signature.data()), nullptr, both.data(),
                       both.size(), pair());
  return out;
}

}  // namespace satchel::tool
