// Reads golden vectors: text files with one vector a line. `0*8` stands for eight zeros, zeros at the end of a line are
// left out, a line that starts with # is a comment.
#ifndef CODESIGN_INTEGER_VECTORS_H_
#define CODESIGN_INTEGER_VECTORS_H_

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace integer_vectors {

typedef std::vector<std::int64_t> Vector;

inline std::runtime_error error(const std::string &path, std::size_t number, const std::string &what) {
    std::ostringstream message;
    message << path << ":" << number << ": " << what;
    return std::runtime_error(message.str());
}

// The lines of a file that are not comments, each with its number.
inline std::vector<std::pair<std::size_t, std::string> > lines(const std::string &path) {
    std::ifstream file(path.c_str());
    if (!file)
        throw std::runtime_error(path + ": cannot be read");
    std::vector<std::pair<std::size_t, std::string> > found;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); number++)
        if (line.empty() || line[0] != '#')
            found.push_back(std::make_pair(number, line));
    return found;
}

// The vectors of a file, each of `size` integers.
inline std::vector<Vector> read(const std::string &path, std::size_t size) {
    std::vector<Vector> vectors;
    for (const std::pair<std::size_t, std::string> &line : lines(path)) {
        Vector vector;
        std::istringstream tokens(line.second);
        for (std::string token; tokens >> token;) {
            char *end = nullptr;
            errno = 0;
            const std::int64_t value = std::strtoll(token.c_str(), &end, 10);
            const bool repeats = *end == '*';
            const unsigned long count = repeats ? std::strtoul(end + 1, &end, 10) : 1;
            if (end == token.c_str() || *end || errno)
                throw error(path, line.first, "'" + token + "' is no integer");
            if (count > size - vector.size())
                throw error(path, line.first, "more integers than the tensor has elements");
            vector.insert(vector.end(), count, value);
        }
        vector.resize(size, 0);
        vectors.push_back(vector);
    }
    return vectors;
}

} // namespace integer_vectors

#endif
